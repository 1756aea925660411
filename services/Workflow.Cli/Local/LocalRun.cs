using System.Collections;
using System.Text.Json.Nodes;
using Spectre.Console;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;
using Workflow.Cli.Run;
using Workflow.Execution.Journal;
using Workflow.Jq;

namespace Workflow.Cli.Local;

/// <summary>Executes a definition in this process and shows it until it ends.</summary>
internal static class LocalRun
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <param name="file">The definition.</param>
    /// <param name="included">Definitions that it may run as children.</param>
    /// <param name="agents">Pairs of name and address.</param>
    /// <param name="catalog">Default catalog; null for none.</param>
    /// <param name="input">Null for none.</param>
    /// <param name="timeout">Null waits without an end.</param>
    /// <returns>0 when it completed, 1 when not, 124 when the time was over first: then it is broken off.</returns>
    /// <exception cref="InputException">The definition, or what it needs, is wrong.</exception>
    public static async Task<int> ExecuteAsync(
        string file, string[] included, string[] agents, string? catalog, JsonNode? input, TimeSpan? timeout,
        Printer print, CancellationToken ct)
    {
        using var resources = new LocalResources(catalog, TimeProvider.System);
        var definition = await LocalDefinitions.ReadAsync(file, resources.External, ct);
        var others = await Task.WhenAll(
            included.Select(other => LocalDefinitions.ReadAsync(other, resources.External, ct)));
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var around = LocalSurroundings.Of(
            LocalDefinitions.Agents(agents, [definition, .. others]), [.. others, definition], environment,
            TimeProvider.System, patience.Token);
        await using var engine = new LocalEngine(around, TimeProvider.System);
        var run = Guid.CreateVersion7();
        patience.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
        if (print.IsForPeople)
        {
            Console.WriteLine($"{definition.Document.Name} {definition.Document.Version}, run {run}, in this process");
        }

        var value = input is null ? JqValue.Null : JqValue.Parse(input.ToJsonString());
        var running = engine.RunAsync(run, definition, value, patience.Token);
        await ShowAsync(engine.Store, run, definition.TaskCount, running, print);
        await running;
        ct.ThrowIfCancellationRequested();
        var told = engine.Store.Read(
            run, row => LocalTold.Of(run, definition.Document.Name, definition.Document.Version, row));
        return Tell(told, print, timeout);
    }

    private static int Tell(LocalTold told, Printer print, TimeSpan? timeout)
    {
        if (!told.Snapshot.HasEnded)
        {
            Console.Error.WriteLine($"The run has not ended within {timeout?.TotalSeconds} s, and was broken off.");
            return ExitCode.Timeout;
        }

        if (print.IsForPeople)
        {
            RunEndText.Print(told.Snapshot);
        }
        else
        {
            print.Record(told.Document);
        }

        return told.Snapshot.Status == "completed" ? ExitCode.Ok : ExitCode.Failed;
    }

    private static Task ShowAsync(MemoryStore store, Guid run, int tasks, Task running, Printer print)
    {
        if (!print.IsForPeople)
        {
            return running;
        }

        return Terminal.IsRich && AnsiConsole.Profile.Capabilities.Interactive
            ? AnsiConsole.Live(Text.Empty).StartAsync(
                live => FollowAsync(store, run, tasks, running, new LiveView(live)))
            : FollowAsync(store, run, tasks, running, new PlainView(Console.Out));
    }

    private static async Task FollowAsync(MemoryStore store, Guid run, int tasks, Task running, IRunView view)
    {
        var began = TimeProvider.System.GetTimestamp();
        var picture = RunPicture.Empty;
        bool isOver;
        do
        {
            isOver = running.IsCompleted;
            var (now, steps) = store.Read(run, row => (LocalTold.SnapshotOf(run, row), LocalTold.StepsOf(row)));
            picture = picture.Next(now, steps, tasks, TimeProvider.System.GetElapsedTime(began));
            view.Show(picture);
            await Task.WhenAny(running, Task.Delay(LookEvery));
        }
        while (!isOver);
    }
}
