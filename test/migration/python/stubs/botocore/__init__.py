"""Stands for botocore."""
