"""Use reboto under the name ``boto`` in this process.

Import this module before the first import of boto, in the script or in
``sitecustomize``. The rest of the script does not change::

    import reboto.as_boto
    import boto.ec2.autoscale

    connection = boto.ec2.autoscale.connect_to_region("eu-west-1")

Names that reboto provides are those of reboto: ``boto.ec2.autoscale.AutoScalingGroup``
is ``reboto.ec2.autoscale.AutoScalingGroup``, and ``mock.patch`` accepts both
names. Other parts of boto (``boto.ec2.connect_to_region``, ``boto.s3``, …) come
from boto, if it is installed; boto 2.49 works on all versions of Python that
reboto supports. Otherwise,
importing them raises `ModuleNotFoundError`, and reading them from a module raises
`AttributeError`. Both errors name the boto3 client to use instead, and
``hasattr(boto, "connect_s3")`` is false.

`reboto.install_as_boto` does the same as a function, which stays in its place when
a formatter sorts imports.

The import raises `ImportError` if boto has already been imported, because modules
that imported it earlier would continue to use it.

Child processes that the script starts need the import too; processes forked by
`multiprocessing` inherit it.
"""

from reboto._compat import alias

alias.activate()
