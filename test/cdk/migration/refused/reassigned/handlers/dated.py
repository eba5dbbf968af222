from datetime import date


def lambda_handler(event, context):
    return {**event, "date": date.today().isoformat()}
