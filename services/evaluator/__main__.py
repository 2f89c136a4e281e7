from services.evaluator.app import build
from services.evaluator.settings import Settings
from shared.service import main

if __name__ == "__main__":
    main("evaluator", Settings, build)
