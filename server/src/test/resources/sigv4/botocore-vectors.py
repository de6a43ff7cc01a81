"""Writes botocore-vectors.json: requests signed by botocore with made-up keys at a fixed time.

Run: python3 botocore-vectors.py > botocore-vectors.json
"""

import datetime
import json
from urllib.parse import urlsplit

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 3, 14, 9, 26, 53)
KEY_ID = "AKIAERRANDTESTKEY001"
SECRET = "errand/test+secret/0123456789abcdefghijk"

botocore.auth.get_current_datetime = lambda *a, **k: NOW

vectors = []


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def record(name, service, region, method, url, headers, body):
    parts = urlsplit(url)
    lines = [[text(k), text(v)] for k, v in headers.items()]
    if not any(k.lower() == "host" for k, _ in lines):
        lines.append(["Host", parts.netloc])
    vectors.append(
        {
            "name": name,
            "service": service,
            "region": region,
            "secure": parts.scheme == "https",
            "method": method,
            "rawPath": parts.path or "/",
            "rawQuery": parts.query,
            "headers": lines,
            "body": text(body or ""),
        }
    )


def client(service, endpoint, token=None, region="eu-central-1"):
    session = botocore.session.Session()
    session.set_credentials(KEY_ID, SECRET, token)
    return session.create_client(
        service, region_name=region, endpoint_url=endpoint,
        config=Config(retries={"max_attempts": 0}),
    )


def call(name, service, operation, params, endpoint="http://localhost:8080", **more):
    c = client(service, endpoint, **more)

    def capture(request, **_):
        record(name, c.meta.service_model.signing_name, c.meta.region_name,
               request.method, request.url, request.headers, request.body)
        return AWSResponse(request.url, 200, {}, Raw())

    c.meta.events.register("before-send", capture)
    getattr(c, operation)(**params)


class Raw:
    def stream(self, *a, **k):
        yield b"{}"

    def read(self, *a, **k):
        return b"{}"


def direct(name, method, url, headers=(), body=b"", service="iot",
           signer=botocore.auth.SigV4Auth, token=None, context=None, **more):
    request = AWSRequest(method=method, url=url, data=body)
    for key, value in headers:
        request.headers[key] = value
    request.context.update(context or {})
    signer(Credentials(KEY_ID, SECRET, token), service, "us-east-1", **more).add_auth(request)
    record(name, service, "us-east-1", method, request.url, request.headers, body)


JOBS = "iot-jobs-data"
call("describe next", JOBS, "describe_job_execution", {"thingName": "a:b", "jobId": "$next"})
call("start next", JOBS, "start_next_pending_job_execution", {"thingName": "a:b"})
call("update", JOBS, "update_job_execution",
     {"thingName": "t1", "jobId": "j1", "status": "SUCCEEDED",
      "statusDetails": {"größe": "1 µm"}})
call("describe with query", JOBS, "describe_job_execution",
     {"thingName": "t1", "jobId": "j1", "executionNumber": 7, "includeJobDocument": True})
call("over tls", JOBS, "get_pending_job_executions", {"thingName": "t1"},
     endpoint="https://errand.example:8443")
call("comma in job id", "iot", "describe_job", {"jobId": "p,1"})
call("space and umlaut in a path", "iot", "describe_thing", {"thingName": "a b~ü"})
call("list with query", "iot", "list_jobs",
     {"status": "IN_PROGRESS", "maxResults": 5, "nextToken": "a+b/c= ü&d~e"})
call("false in query", "iot", "delete_job", {"jobId": "j1", "force": False})
call("create job", "iot", "create_job",
     {"jobId": "j1", "targets": ["arn:aws:iot:eu-central-1:123456789012:thing/t1"],
      "document": "{\"do\":\"it\"}"})
call("arn in a path", "iot", "attach_policy",
     {"policyName": "p", "target": "arn:aws:iot:eu-central-1:123456789012:cert/ab"})
call("repeated names", "iot", "untag_resource", {"resourceArn": "a", "tagKeys": ["z", "a", "z z"]})
call("session token", "iot", "list_things", {}, token="a-session/token+of=somebody")
call("other region", "iot", "list_things", {}, region="mars-north-7")
call("shadow", "iot-data", "get_thing_shadow", {"thingName": "t1"})

direct("empty values", "GET", "http://localhost:8080/things?b=&a&a=1&a=0&=x")
direct("root without path", "GET", "http://localhost:8080")
direct("header blanks", "GET", "http://localhost:8080/jobs",
       [("X-Amz-Meta-Note", "  a   b\tc  "), ("X-Empty", "")])
direct("header sent twice", "GET", "http://localhost:8080/jobs",
       [("X-Twice", "b"), ("X-Twice", "a")])
direct("date header", "GET", "http://localhost:8080/jobs", [("Date", "to be replaced")])
direct("dollar and asterisk", "PUT", "http://localhost:8080/a/$next/*'()!@+=&;", body=b"{}")
direct("escapes in a path", "GET", "http://localhost:8080/things/a%3Ab/jobs/%24next")
direct("double escape", "GET", "http://localhost:8080/things/a%252Fb")
direct("unsigned payload over tls", "POST", "https://errand.example/x", body=b"open",
       context={"payload_signing_enabled": False})
direct("s3 get", "GET", "http://localhost:8080/bucket/a%20b/c%2Bd~$", service="s3",
       signer=botocore.auth.S3SigV4Auth)
direct("s3 put", "PUT", "http://localhost:8080/bucket/key", body=b"content", service="s3",
       signer=botocore.auth.S3SigV4Auth)
direct("link", "GET", "http://localhost:8080/jobs?x=a%20b&y=", expires=900,
       signer=botocore.auth.SigV4QueryAuth)
direct("link with token", "GET", "http://localhost:8080/jobs", expires=900, token="to/ken=",
       signer=botocore.auth.SigV4QueryAuth)
direct("s3 link", "GET", "http://localhost:8080/bucket/a%20b", expires=900, service="s3",
       signer=botocore.auth.S3SigV4QueryAuth)

print(json.dumps(
    {"signedAt": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"), "accessKeyId": KEY_ID,
     "secretAccessKey": SECRET, "vectors": vectors}, indent=1, ensure_ascii=True))
