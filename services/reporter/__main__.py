from services.reporter.app import build
from services.reporter.settings import ReporterSettings
from shared.service import main

if __name__ == "__main__":
    main("reporter", ReporterSettings, build)
