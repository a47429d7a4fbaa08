"""The modules of boto 2.49, and the names that reboto does not have of modules that it covers."""

from __future__ import annotations

# The submodules of each package.
MODULES: dict[str, str] = {
    "boto": """
        auth auth_handler awslambda beanstalk cloudformation cloudfront cloudhsm cloudsearch
        cloudsearch2 cloudsearchdomain cloudtrail codedeploy cognito compat configservice
        connection contrib datapipeline directconnect dynamodb dynamodb2 ec2 ec2containerservice
        ecs elasticache elastictranscoder emr endpoints exception file fps glacier gs handler
        https_connection iam jsonresponse kinesis kms logs machinelearning manage mashups mturk
        mws opsworks plugin provider pyami rds rds2 redshift regioninfo requestlog resultset
        roboto route53 s3 sdb services ses sns sqs storage_uri sts support swf utils vpc
    """,
    "boto.awslambda": "exceptions layer1",
    "boto.beanstalk": "exception layer1 response wrapper",
    "boto.cloudformation": "connection stack template",
    "boto.cloudfront": "distribution exception identity invalidation logging object origin signers",
    "boto.cloudhsm": "exceptions layer1",
    "boto.cloudsearch": "document domain layer1 layer2 optionstatus search sourceattribute",
    "boto.cloudsearch2": "document domain exceptions layer1 layer2 optionstatus search",
    "boto.cloudsearchdomain": "exceptions layer1",
    "boto.cloudtrail": "exceptions layer1",
    "boto.codedeploy": "exceptions layer1",
    "boto.cognito": "identity sync",
    "boto.cognito.identity": "exceptions layer1",
    "boto.cognito.sync": "exceptions layer1",
    "boto.configservice": "exceptions layer1",
    "boto.contrib": "ymlmessage",
    "boto.datapipeline": "exceptions layer1",
    "boto.directconnect": "exceptions layer1",
    "boto.dynamodb": "batch condition exceptions item layer1 layer2 schema table types",
    "boto.dynamodb2": "exceptions fields items layer1 results table types",
    "boto.ec2": """
        address attributes autoscale blockdevicemapping bundleinstance buyreservation cloudwatch
        connection ec2object elb group image instance instanceinfo instancestatus instancetype
        keypair launchspecification networkinterface placementgroup regioninfo reservedinstance
        securitygroup snapshot spotdatafeedsubscription spotinstancerequest spotpricehistory tag
        volume volumestatus zone
    """,
    "boto.ec2.autoscale": """
        activity group instance launchconfig limits policy request scheduled tag
    """,
    "boto.ec2.cloudwatch": "alarm datapoint dimension listelement metric",
    "boto.ec2.elb": """
        attributes healthcheck instancestate listelement listener loadbalancer policies
        securitygroup
    """,
    "boto.ec2containerservice": "exceptions layer1",
    "boto.ecs": "item",
    "boto.elasticache": "layer1",
    "boto.elastictranscoder": "exceptions layer1",
    "boto.emr": "bootstrap_action connection emrobject instance_group step",
    "boto.file": "bucket connection key simpleresultset",
    "boto.fps": "connection exception response",
    "boto.glacier": "concurrent exceptions job layer1 layer2 response utils vault writer",
    "boto.gs": """
        acl bucket bucketlistresultset connection cors encryptionconfig key lifecycle
        resumable_upload_handler user
    """,
    "boto.iam": "connection summarymap",
    "boto.kinesis": "exceptions layer1",
    "boto.kms": "exceptions layer1",
    "boto.logs": "exceptions layer1",
    "boto.machinelearning": "exceptions layer1",
    "boto.manage": "cmdshell propget server task test_manage volume",
    "boto.mashups": "interactive iobject order server",
    "boto.mturk": "connection layoutparam notification price qualification question",
    "boto.mws": "connection exception response",
    "boto.opsworks": "exceptions layer1",
    "boto.pyami": "bootstrap config copybot helloworld installers launch_ami scriptbase startup",
    "boto.pyami.installers": "ubuntu",
    "boto.pyami.installers.ubuntu": "apache ebs installer mysql trac",
    "boto.rds": """
        dbinstance dbsecuritygroup dbsnapshot dbsubnetgroup event logfile optiongroup
        parametergroup regioninfo statusinfo vpcsecuritygroupmembership
    """,
    "boto.rds2": "exceptions layer1",
    "boto.redshift": "exceptions layer1",
    "boto.roboto": "awsqueryrequest awsqueryservice param",
    "boto.route53": "connection domains exception healthcheck hostedzone record status zone",
    "boto.route53.domains": "exceptions layer1",
    "boto.s3": """
        acl bucket bucketlistresultset bucketlogging connection cors deletemarker key keyfile
        lifecycle multidelete multipart prefix resumable_download_handler tagging user website
    """,
    "boto.sdb": "connection db domain item queryresultset regioninfo",
    "boto.sdb.db": "blob key manager model property query sequence test_db",
    "boto.sdb.db.manager": "sdbmanager xmlmanager",
    "boto.services": "bs message result service servicedef sonofmmm submit",
    "boto.ses": "connection exceptions",
    "boto.sns": "connection",
    "boto.sqs": """
        attributes batchresults bigmessage connection jsonmessage message messageattributes
        queue regioninfo
    """,
    "boto.sts": "connection credentials",
    "boto.support": "exceptions layer1",
    "boto.swf": "exceptions layer1 layer1_decisions layer2",
    "boto.vpc": """
        customergateway dhcpoptions internetgateway networkacl routetable subnet vpc
        vpc_peering_connection vpnconnection vpngateway
    """,
}

# The other names of boto that reboto does not have.
NAMES: dict[str, str] = {
    "boto": """
        BUCKET_NAME_RE BotoConfigLocations BucketStorageUri ENDPOINTS_PATH FileStorageUri
        GENERATION_RE InvalidUriError NullHandler TOO_LONG_DNS_NAME_COMP VERSION_RE cacerts
        connect_awslambda connect_beanstalk connect_cloudformation connect_cloudfront
        connect_cloudhsm connect_cloudsearch connect_cloudsearch2 connect_cloudsearchdomain
        connect_cloudtrail connect_codedeploy connect_cognito_identity connect_cognito_sync
        connect_configservice connect_directconnect connect_dynamodb connect_ec2
        connect_ec2_endpoint connect_ec2containerservice connect_elastictranscoder connect_elb
        connect_emr connect_euca connect_fps connect_glacier connect_gs connect_ia connect_iam
        connect_kinesis connect_kms connect_logs connect_machinelearning connect_mturk
        connect_opsworks connect_rds connect_rds2 connect_redshift connect_route53
        connect_route53domains connect_s3 connect_sdb connect_ses connect_sns connect_sqs
        connect_sts connect_support connect_swf connect_vpc connect_walrus datetime logging os
        platform re storage_uri_for_key sys urlparse vendored
    """,
    "boto.connection": """
        AWSAuthConnection AWSConnectionError AWSQueryConnection ConnectionPool
        DEFAULT_CA_CERTS_FILE HAVE_HTTPS_CONNECTION HTTPRequest HTTPResponse HostConnectionPool
        ON_APP_ENGINE PORTS_BY_SECURITY PleaseRetryException ResultSet UserAgent auth
        auth_handler config copy datetime encodebytes errno http_client https_connection quote
        random re six socket ssl sys threading time urlparse xml
    """,
    "boto.ec2": """
        EC2Connection RegionData RegionInfo connect connect_to_region get_region get_regions
        load_regions regions
    """,
    "boto.ec2.autoscale": "AWSQueryConnection RegionData base64 six",
    "boto.ec2.autoscale.activity": "datetime",
    "boto.ec2.autoscale.launchconfig": "base64",
    "boto.ec2.autoscale.scheduled": "datetime",
    "boto.ec2.cloudwatch": "AWSQueryConnection RegionData json map six zip",
    "boto.ec2.cloudwatch.alarm": "json six",
    "boto.ec2.cloudwatch.datapoint": "datetime",
    "boto.ec2.elb": """
        AWSQueryConnection ELBConnection HealthCheck InstanceInfo InstanceState LoadBalancer
        LoadBalancerZones RegionData RegionInfo connect connect_to_region get_regions
        load_regions regions six
    """,
    "boto.exception": "ConsoleOutput ResultSet StandardError base64 handler json xml",
    "boto.provider": """
        ACL ACL_HEADER_KEY AUTH_HEADER_KEY AWS_HEADER_PREFIX COPY_SOURCE_HEADER_KEY
        COPY_SOURCE_RANGE_HEADER_KEY COPY_SOURCE_VERSION_ID_HEADER_KEY CannedGSACLStrings
        CannedS3ACLStrings Config DATE_HEADER_KEY DELETE_MARKER_HEADER_KEY GOOG_HEADER_PREFIX
        HEADER_PREFIX_KEY InvalidInstanceMetadataError METADATA_DIRECTIVE_HEADER_KEY
        METADATA_PREFIX_KEY MFA_HEADER_KEY NO_CREDENTIALS_PROVIDED Policy RESTORE_HEADER_KEY
        RESUMABLE_UPLOAD_HEADER_KEY SECURITY_TOKEN_HEADER_KEY SERVER_SIDE_ENCRYPTION_KEY
        STORAGE_CLASS_HEADER_KEY STORAGE_COPY_ERROR STORAGE_CREATE_ERROR STORAGE_DATA_ERROR
        STORAGE_PERMISSIONS_ERROR STORAGE_RESPONSE_ERROR VERSION_ID_HEADER_KEY config datetime
        expanduser get_default six
    """,
    "boto.pyami.config": """
        ConfigParser NoOptionError NoSectionError StringIO expanduser re warnings
    """,
    "boto.regioninfo": "BotoEndpointResolver StaticEndpointBuilder json",
    "boto.resultset": "User",
    "boto.utils": """
        AuthSMTPHandler JSONDecodeError LOCALE_LOCK LRUCache Password ShellCommand StringIO
        canonical_string compute_hash compute_md5 contextmanager email encodebytes fetch_file
        find_class find_matching_headers get_aws_metadata gzip host_is_ipv6 locale logging md5
        merge_headers_by_name merge_meta notify parse_host qsa_of_interest random setlocale
        sha512 six smtplib subprocess tempfile threading unquote_v update_dme urllib
    """,
    "boto.ec2.regioninfo": "EC2RegionInfo",
}
