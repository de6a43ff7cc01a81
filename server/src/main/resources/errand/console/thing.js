// One thing: what it has to do, what it has done, who it is and what it may.
import { h, useState, useEffect, api, enc, Ask, Badge, Card, Document, Empty, Link, Pairs, Problem, Time, jobPath, lastOf, mayChange, useLoad, words } from './ui.js';
import { useLive } from './live.js';
import { Connected } from './fleet.js';
import { RunDetails } from './job.js';

export function ThingPage({ name }) {
  const about = `/things/${enc(name)}`;
  const runs = `/things/${enc(name)}/jobs?maxResults=50`;
  const traffic = `/_errand/things/${enc(name)}/traffic`;
  const live = useLive([about, runs, traffic]);
  const [ask, setAsk] = useState(null);
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeat((n) => n + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  const index = useLoad(() => api('POST', '/indices/search', { queryString: `thingName:"${name}"`, maxResults: 1 }), [name, beat]);
  const found = live.seen[about];
  const thing = found && found.status === 200 ? found.body : null;
  const indexed = index.value && (index.value.things || []).find((each) => each.thingName === name);
  const list = live.seen[runs] && live.seen[runs].status === 200 ? live.seen[runs].body.executionSummaries : [];
  const queue = list.filter((each) => ['QUEUED', 'IN_PROGRESS'].includes(each.jobExecutionSummary.status)).reverse();
  const past = list.filter((each) => !['QUEUED', 'IN_PROGRESS'].includes(each.jobExecutionSummary.status));
  return h('main', { id: 'main' },
    h('p', { class: 'crumbs' }, h(Link, { to: '/things' }, 'Fleet'), ' / '),
    h('div', { class: 'head' }, h('div', null, h('h1', null, name), h('p', null, h(Connected, { connectivity: indexed && indexed.connectivity })))),
    found && found.status !== 200 && h(Problem, { error: found.body }),
    thing && h('div', { class: 'columns' },
      h('div', { class: 'stack' },
        h(Card, { title: 'To do' }, queue.length ? queue.map((each) => h(Waiting, { key: each.jobId + each.jobExecutionSummary.executionNumber, name, entry: each, setAsk })) : h(Empty, null, 'Nothing waits for it.')),
        h(Card, { title: 'Done' }, past.length ? h('ol', { class: 'timeline' }, past.map((each) => h(Past, { key: each.jobId + each.jobExecutionSummary.executionNumber, name, entry: each }))) : h(Empty, null, 'Nothing yet.'))),
      h('div', { class: 'stack' },
        h(Card, { title: 'About' }, h('dl', { class: 'settings' },
          h('dt', null, 'Type'), h('dd', null, thing.thingTypeName || '–'),
          h('dt', null, 'Groups'), h('dd', null, indexed && indexed.thingGroupNames ? indexed.thingGroupNames.map((each) => h(Link, { key: each, to: '/groups/' + enc(each), class: 'chip' }, each)) : '–'),
          h('dt', null, 'Attributes'), h('dd', null, h(Pairs, { of: thing.attributes })),
          h('dt', null, 'Version'), h('dd', null, thing.version))),
        h(Identity, { name }),
        h(Doctor, { name }))),
    thing && h(Messages, { answer: live.seen[traffic] }),
    ask && h(Ask, { ask, close: () => setAsk(null) }));
}

function useRun(name, entry) {
  const run = entry.jobExecutionSummary;
  return useLoad(() => api('GET', `/things/${enc(name)}/jobs/${enc(entry.jobId)}?executionNumber=${run.executionNumber}`), [name, entry.jobId, run.executionNumber, run.status, run.lastUpdatedAt]);
}

function Waiting({ name, entry, setAsk }) {
  const run = entry.jobExecutionSummary;
  const more = useRun(name, entry);
  const running = run.status === 'IN_PROGRESS';
  const cancel = () => setAsk({
    title: `Cancel ${entry.jobId} on ${name}?`, verb: running ? 'Cancel it by force' : 'Cancel it here', danger: true,
    text: running ? ['The thing is working on it. What it reports later is refused, and it may be left in an invalid state.'] : ['Only this thing loses the job; others keep it.'],
    run: () => api('PUT', `/things/${enc(name)}/jobs/${enc(entry.jobId)}/cancel${running ? '?force=true' : ''}`, {}),
  });
  return h('div', { class: 'waits' },
    h('div', { class: 'head' }, h('p', null, h(Link, { to: jobPath(entry.jobId), class: 'strong' }, entry.jobId), ' ', h(Badge, { status: run.status }), ' ', h(Time, { at: run.lastUpdatedAt })),
      mayChange() && h('button', { class: 'danger small', onClick: cancel }, 'Cancel here')),
    more.value && h(RunDetails, { more: more.value.execution }));
}

function Past({ name, entry }) {
  const run = entry.jobExecutionSummary;
  const more = useRun(name, entry);
  const details = more.value && (more.value.execution.statusDetails || {}).detailsMap;
  return h('li', { class: run.status }, h('div', null,
    h(Link, { to: jobPath(entry.jobId), class: 'strong' }, entry.jobId), ' ', words(run.status), ' ', h(Time, { at: run.lastUpdatedAt }), run.retryAttempt > 0 && h('span', { class: 'dim' }, `, retry ${run.retryAttempt}`),
    details && Object.keys(details).length > 0 && h(Pairs, { of: details })));
}

// ---- who it is, what it may ----
function Identity({ name }) {
  const principals = useLoad(() => api('GET', `/things/${enc(name)}/principals`), [name]);
  const list = principals.value ? principals.value.principals : [];
  return h(Card, { title: 'Certificates and policies' },
    h(Problem, { error: principals.error }),
    principals.value && list.length === 0 && h(Empty, null, 'No certificate is attached: over TLS nobody can act for this thing.'),
    list.map((arn) => h(Certificate, { key: arn, arn })));
}

function Certificate({ arn }) {
  const id = lastOf(arn);
  const found = useLoad(() => api('GET', '/certificates/' + enc(id)), [id]);
  const policies = useLoad(() => api('POST', '/attached-policies/' + enc(arn), {}), [arn]);
  const about = found.value && found.value.certificateDescription;
  return h('div', { class: 'stack' },
    h('p', null, h('code', null, id.slice(0, 16) + '…'), ' ', about && h(Badge, { status: about.status }, words(about.status)),
      about && about.validity && h('span', { class: 'dim small' }, ' valid to ', new Date(about.validity.notAfter * 1000).toLocaleDateString('en-GB'))),
    policies.value && policies.value.policies.length === 0 && h('p', { class: 'note' }, 'No policy is attached: it may do nothing.'),
    policies.value && policies.value.policies.map((each) => h(Policy, { key: each.policyName, name: each.policyName })));
}

function Policy({ name }) {
  const [text, setText] = useState(null);
  const open = (e) => e.target.open && text === null && api('GET', '/policies/' + enc(name)).then((found) => setText(found.policyDocument), (error) => setText(error.message));
  return h('details', { onToggle: open }, h('summary', null, 'Policy ', name), text !== null && h(Document, { text, label: 'Policy ' + name }));
}

// ---- why it was refused ----
const VERDICTS = { OK: 'SUCCEEDED', GOOD: 'SUCCEEDED', FINE: 'SUCCEEDED', PROBLEM: 'FAILED', HINT: 'REJECTED', NOTE: 'QUEUED', WARNING: 'REJECTED' };

function Doctor({ name }) {
  const [beat, setBeat] = useState(0);
  const found = useLoad(() => api('GET', '/_errand/doctor?thingName=' + enc(name)), [name, beat]);
  const report = found.value;
  return h(Card, { title: 'Why would it be refused?', side: h('button', { class: 'quiet small', onClick: () => setBeat(beat + 1) }, 'Look again') },
    h(Problem, { error: found.error }),
    report && h('p', null, h(Badge, { status: report.well ? 'SUCCEEDED' : 'FAILED' }, report.well ? 'nothing stands in its way' : 'something stands in its way')),
    report && h('ul', { class: 'findings' }, report.findings.map((each, i) => h('li', { key: i }, h(Badge, { status: VERDICTS[each.verdict] || 'QUEUED' }, each.verdict.toLowerCase()), ' ', each.subject && h('b', null, each.subject, ': '), each.says))),
    report && report.refusals.length > 0 && h('h3', null, 'Refused lately'),
    report && report.refusals.length > 0 && h('ul', { class: 'findings' }, report.refusals.map((each, i) => h('li', { key: i }, h(Time, { at: Date.parse(each.at) / 1000 }), ' ', h('b', null, each.ask), ' ', each.why))));
}

// ---- what passes on its jobs topics ----
function Messages({ answer }) {
  const messages = answer && answer.status === 200 ? [...answer.body.messages].reverse() : [];
  return h(Card, { title: 'Live on its jobs topics', side: h('span', { class: 'dim small' }, 'MQTT, from now on, newest first') },
    messages.length === 0 && h(Empty, null, 'Nothing has passed since this page was opened.'),
    h('ol', { class: 'messages', 'aria-live': 'off' }, messages.map((each, i) => h('li', { key: messages.length - i },
      h('div', null, h('b', null, each.from === 'DEVICE' ? '↑ device' : '↓ server'), ' ', h('code', null, each.topic.replace(/^\$aws\/things\/[^/]+\/jobs\//, '')), ' ', h('span', { class: 'dim small' }, new Date(each.at * 1000).toLocaleTimeString('en-GB'))),
      h('code', { class: 'payload' }, each.payload || '(empty)', each.bytes > each.payload.length && each.payload.length >= 2000 && ' …')))));
}
