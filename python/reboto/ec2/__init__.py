"""EC2's services that reboto covers: `autoscale` and `cloudwatch`."""
