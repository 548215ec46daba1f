"""The keys of the policy language, one file for each part of a policy, each key with its own description."""
