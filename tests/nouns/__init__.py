"""Objects with manners: the everyday tasks of Auto Scaling and CloudWatch."""
