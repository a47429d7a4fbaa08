"""Let ``boto`` mean reboto in this process.

One line before the first import of boto, in the script or in
``sitecustomize``, and the rest of the script stays as it is::

    import reboto.as_boto
    import boto.ec2.autoscale

    connection = boto.ec2.autoscale.connect_to_region("eu-west-1")

What reboto covers is reboto: ``boto.ec2.autoscale.AutoScalingGroup`` is
``reboto.ec2.autoscale.AutoScalingGroup``, and ``mock.patch`` reaches it by
either name. Anything else of boto (``boto.ec2.connect_to_region``,
``boto.s3``, …) comes from the installed boto, if there is one that imports on
this Python. Otherwise importing it raises `ModuleNotFoundError`, and reading
it from a module `AttributeError`, both with the boto3 client to use instead;
``hasattr(boto, "connect_s3")`` is then false.

The line raises `ImportError` when boto is imported already: what imported it
would go on using it, and a process with both half moved is hard to understand.

Processes that the script starts need the line too; those that
`multiprocessing` forks have it.
"""

from reboto._compat import alias

alias.activate()
