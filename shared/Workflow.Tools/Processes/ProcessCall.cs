using Workflow.Definitions.Syntax;

namespace Workflow.Tools.Processes;

/// <summary>One process to be run, everything evaluated.</summary>
/// <param name="Kind"><c>shell</c>, <c>script</c> or <c>container</c>.</param>
/// <param name="Program">Found in PATH.</param>
/// <param name="Arguments">In order; <see cref="ScriptFile"/> stands for the script's file.</param>
/// <param name="Script">Written to <see cref="ScriptFile"/>; null for none.</param>
/// <param name="TaskId">Told to the process as WORKFLOW_TASK_ID: the same for every repetition of an attempt.</param>
public sealed record ProcessCall(
    string Kind, string ToolName, string Program, IReadOnlyList<string> Arguments, string? Script, string ScriptFile,
    string Stdin, IReadOnlyList<KeyValuePair<string, string>> Environment, ProcessReturn Return, Guid TaskId)
{
    /// <summary>What is started once it has ended, however it did: the program that stops or removes what it leaves
    /// behind, and its arguments; empty for nothing.</summary>
    public IReadOnlyList<string> Afterwards { get; init; } = [];

    /// <summary>Folders and volumes that a container is given.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Ports of the machine that a container is reached at.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    // A record would show its members.
    public override string ToString() => ToolName;
}

/// <summary>How a process ended.</summary>
internal sealed record ProcessEnd(int Code, string Stdout, string Stderr, bool IsTooMuch);
