// An agent that reads its tasks from Kafka itself, without the bridge: docs/native-agents.md.
//
//   KAFKA_BROKERS   host:port of the broker (default 127.0.0.1:19092, the one of ./dev up)
//   AGENT_NAME      name it is registered under (default WordCountAgent)

using System.Runtime.InteropServices;
using Workflow.ExampleKafkaAgent;

var brokers = Environment.GetEnvironmentVariable("KAFKA_BROKERS") ?? "127.0.0.1:19092";
var name = Environment.GetEnvironmentVariable("AGENT_NAME") ?? "WordCountAgent";

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

using var results = new ResultSender(brokers);
using var tasks = new TaskReader(brokers, name);
Console.WriteLine($"{name} reads its tasks at {brokers}.");
try
{
    while (true)
    {
        var (task, place) = tasks.Next(stop.Token);
        if (task is not null && task.IsWanted(TimeProvider.System.GetUtcNow()))
        {
            using var alive = results.TellAlive(task);
            results.Send(task, WordCount.Of(task.Input));
            Console.WriteLine($"{task.TaskId} of run {task.RunId} is answered.");
        }

        // Only now: whoever dies before this line leaves the task to the next reader.
        tasks.Done(place);
    }
}
catch (OperationCanceledException)
{
    Console.WriteLine("Asked to stop.");
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
