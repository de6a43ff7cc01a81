// A device on the JavaScript SDK's own jobs client. Reads its settings from the first argument, a
// JSON file; works off every job it is given and tells what it saw, one JSON object a line. A job's
// operation says how it ends. Ends when it has seen as many jobs as it was told to.
'use strict';

const fs = require('fs');
const awsIot = require('aws-iot-device-sdk');

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const base = `$aws/things/${settings.thing}/jobs/`;

function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

const jobs = awsIot.jobs({
  host: settings.host,
  port: settings.port,
  protocol: 'mqtts',
  clientId: settings.thing,
  caPath: settings.ca,
  certPath: settings.certificate,
  keyPath: settings.key,
  baseReconnectTimeMs: 20000,
});

let seen = 0;
const known = new Set();

function end() {
  jobs.end(false, () => process.exit(0));
}

function afterEnd(job, status) {
  tell({ event: 'ended', job: job.id, status });
  seen += 1;
  if (seen === settings.jobs) {
    // The SDK has no word for a second end; said anyway, it is refused and the connection stays.
    jobs.publish(`${base}${job.id}/update`, '{"status":"IN_PROGRESS"}', { qos: 1 }, (wrong) => {
      tell({ event: 'published again', error: wrong ? String(wrong) : null });
      jobs.publish(`${base}nonsense`, '{', { qos: 1 }, end);
    });
  }
}

function work(error, job) {
  if (error || !job) {
    tell({ event: 'error', error: String(error) });
    process.exit(1);
  }
  // Every job is announced again when it has started.
  if (known.has(job.id)) {
    return;
  }
  known.add(job.id);
  tell({ event: 'job', job: job.id, status: job.status.status, document: job.document });
  job.inProgress({ step: 'one' }, (wrong) => {
    if (wrong) {
      tell({ event: 'error', error: String(wrong) });
      process.exit(1);
    }
    if (job.document.operation === 'fail') {
      job.failed({ reason: 'told to' }, () => afterEnd(job, 'FAILED'));
    } else {
      job.succeeded({ step: 'done' }, () => afterEnd(job, 'SUCCEEDED'));
    }
  });
}

jobs.on('error', (error) => {
  tell({ event: 'error', error: String(error) });
  process.exit(1);
});
jobs.on('close', () => tell({ event: 'closed' }));

jobs.subscribeToJobs(settings.thing, work);
jobs.subscribeToJobs(settings.thing, 'fail', work);
jobs.startJobNotifications(settings.thing, (error) => {
  tell({ event: 'listening', error: error ? String(error) : null });
});
