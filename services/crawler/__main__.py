from services.crawler.app import build
from services.crawler.settings import CrawlerSettings
from shared.service import main

if __name__ == "__main__":
    main("crawler", CrawlerSettings, build)
