"""The place of `listelement`, which Auto Scaling shared with load balancing in boto."""

from reboto.ec2.elb import listelement as listelement
