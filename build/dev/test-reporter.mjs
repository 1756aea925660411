// Tells what Node's test runner did in the form of .NET's result files, as far as test-summary.mjs reads them.
const escape = text => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  .replace(/"/g, '&quot;');

function outcomeOf(event) {
  if (event.data.skip !== undefined) return 'NotExecuted';
  return event.type === 'test:pass' ? 'Passed' : 'Failed';
}

function messageOf(event) {
  const skipped = event.data.skip === true ? '' : event.data.skip;
  const error = event.data.details?.error;
  return skipped ?? (error?.cause?.message ?? error?.message ?? '');
}

export default async function* report(source) {
  yield '<?xml version="1.0"?>\n<TestRun>\n';
  for await (const event of source) {
    const isResult = event.type === 'test:pass' || event.type === 'test:fail';
    if (!isResult || event.data.details?.type === 'suite') continue;
    const stack = event.data.details?.error?.cause?.stack ?? '';
    yield `<UnitTestResult testName="${escape(event.data.name)}" outcome="${outcomeOf(event)}">`
      + `<Message>${escape(messageOf(event))}</Message><StackTrace>${escape(stack)}</StackTrace></UnitTestResult>\n`;
  }
  yield '<ResultSummary outcome="Completed"></ResultSummary>\n</TestRun>\n';
}
