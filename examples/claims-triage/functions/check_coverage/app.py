"""Looks up what a policy covers and scores the claim with the fixed rules of the claims handbook."""

POLICIES = {
    "MOTOR-BASIC": {"limit": 4000, "excess": 500},
    "MOTOR-PLUS": {"limit": 12000, "excess": 250},
    "HOME": {"limit": 20000, "excess": 300},
}


def handler(event, _context):
    kind, _, _number = event["policyId"].partition("/")
    policy = POLICIES.get(kind)
    if policy is None:
        return {"covered": False, "limit": 0, "riskScore": 100}

    share = event["amount"] / policy["limit"]
    return {
        "covered": event["amount"] > policy["excess"],
        "limit": policy["limit"],
        "riskScore": min(100, round(share * 80)),
    }
