from services.crawler.app import build
from services.crawler.settings import CrawlerSettings
from shared.garbage import spare_the_collector
from shared.service import main

if __name__ == "__main__":
    spare_the_collector()
    main("crawler", CrawlerSettings, build)
