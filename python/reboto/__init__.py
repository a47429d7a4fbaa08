"""boto 2's Auto Scaling and CloudWatch for today's Python."""
