"""The package of `listelement`, which boto's Auto Scaling shares with load balancing."""

from reboto.ec2.elb import listelement as listelement
