using System.Text.Json.Nodes;
using Workflow.ChaosTests.Agents;
using static Workflow.ChaosTests.Load.TaskList;

namespace Workflow.ChaosTests.Load;

/// <summary>Every kind of run of the load. A new kind is a new entry here; what is not a definition but a way of
/// starting or steering is a <see cref="LoadVerb"/>.</summary>
internal static class LoadKinds
{
    /// <summary>What runs of the kind signal wait for.</summary>
    public const string SignalType = "chaos.go";

    private const int FanWidth = 6;

    public static IReadOnlyList<LoadKind> All { get; } =
    [
        new("short", 34, n => new JsonObject { ["n"] = n, ["b"] = 2 * n + 1 }, Each("one", "two"), Short),
        new("call", 14, n => Asked(n, "a"), Each("a", "try-a"), () => [Ask("a", "1")]),
        new("long", 8, n => Asked(n, "a", "b", "c", "d"), Each("a", "b", "c", "d", "nap", "doze"), Long)
        {
            IsCancellable = true,
        },
        new("fan", 6, Fanned, new Dictionary<string, int> { ["each"] = 1, ["a"] = FanWidth },
            () => [Fan("each", FanWidth, 3, Ask("a", "$i"))]) { IsCancellable = true },
        new("fork", 5, Forked, Each("both", "left", "middle", "right"),
            () => [Fork("both", Ask("left", "1"), Ask("middle", "2"), Ask("right", "3"))]) { IsCancellable = true },
        new("flaky", 5, n => Asked(n, "a"), Each("a"), () => [Ask("a", "1", AgentServer.Flaky)])
        {
            IsCancellable = true,
        },
        new("nap", 4, n => Asked(n, "a"), Each("nap", "a"), () => [Wait("nap", 1500), Ask("a", "1")])
        {
            IsCancellable = true,
        },
        new("sleep", 3, n => Asked(n, "a"), Each("sleep", "a"), () => [Wait("sleep", 6500), Ask("a", "1")])
        {
            IsCancellable = true,
        },
        new("parent", 4, LeafOf, Each("child"), () => [Child("child", "leaf")]) { IsCancellable = true },
        new("leaf", 0, LeafOf, Each("a"), () => [Ask("a", "7")]),
        new("refused", 2, null, Each(), () => [Call("a", "1", AgentServer.Refuser)]),
        new("doomed", 2, null, Each(), () => [Set("one", ("n", "${ .n }")), Raise("fall")]),
        new("stubborn", 2, n => Asked(n, "a", "b"), Each("a", "b"),
            () => [Ask("a", "1"), Call("b", "2", AgentServer.Stubborn)]) { Verb = LoadVerb.RetryWhenFailed },
        new("again", 2, n => Asked(n, "a"), Each("a"), () => [Ask("a", "1")]) { Verb = LoadVerb.RerunWhenCompleted },
        new("paused", 3, n => Asked(n, "a", "b", "c", "d"), Each("a", "b", "c", "d"), Long)
        {
            Verb = LoadVerb.PauseAndResume,
        },
        new("delayed", 3, n => Asked(n, "a"), Each("a"), () => [Ask("a", "1")])
        {
            Verb = LoadVerb.StartLater, IsCancellable = true,
        },
        new("signal", 4, Said, Each("hear", "a"), () => [Listen("hear", SignalType), Ask("a", "1")])
        {
            Verb = LoadVerb.SendSignals, IsCancellable = true,
        },
        new("timed", 0, n => Asked(n, "a"), Each("a"), () => [Ask("a", "1")]),
        new("poison", 0, null, Each(), () => [Spring("kill")]) { IsPoison = true },
        new("foreign", 3, n => Asked(n, "a"), Each("a"), () => [Ask("a", "1")]) { Verb = LoadVerb.StartByMessage },
    ];

    public static LoadKind Of(string name) => All.First(kind => kind.Name == name);

    /// <summary>What the first signal to a run says.</summary>
    public static int AmountOf(int n) => 3 * n;

    private static JsonArray Short() =>
    [
        Set("one", ("n", "${ .n }"), ("a", "${ .n * 2 }")),
        Set("two", ("n", "${ .n }"), ("b", "${ .a + 1 }")),
    ];

    private static JsonArray Long() =>
        [Ask("a", "1"), Wait("nap", 300), Ask("b", "2"), Ask("c", "3"), Wait("doze", 700), Ask("d", "4")];

    private static Dictionary<string, int> Each(params string[] steps) => steps.ToDictionary(step => step, _ => 1);

    /// <summary>What calls named a, b, … at places 1, 2, … leave; a leaf has a place of its own.</summary>
    private static JsonObject Asked(int n, params string[] names)
    {
        var output = new JsonObject { ["n"] = n };
        for (var i = 0; i < names.Length; i++)
        {
            output[names[i]] = AgentServer.ValueOf(n, i + 1);
        }

        return output;
    }

    private static JsonObject Said(int n)
    {
        var output = Asked(n, "a");
        output["said"] = AmountOf(n);
        return output;
    }

    private static JsonObject LeafOf(int n) => new() { ["n"] = n, ["a"] = AgentServer.ValueOf(n, 7) };

    private static JsonArray Fanned(int n) => [.. Enumerable.Range(0, FanWidth).Select(
        i => new JsonObject { ["n"] = n, ["a"] = AgentServer.ValueOf(n, i) })];

    private static JsonArray Forked(int n) => [.. new[] { "left", "middle", "right" }.Select(
        (name, i) => new JsonObject { ["n"] = n, [name] = AgentServer.ValueOf(n, i + 1) })];
}
