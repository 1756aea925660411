namespace Workflow.Jq;

/// <summary>A program does not compile. The message ends with the line and a caret under the place.</summary>
public sealed class JqCompileException(string problem, int line, int column, string excerpt)
    : Exception($"{problem} at line {line}, column {column}:\n{excerpt}")
{
    /// <summary>What is wrong, without the place.</summary>
    public string Problem => problem;

    /// <summary>From 1.</summary>
    public int Line => line;

    /// <summary>From 1, in UTF-16 units.</summary>
    public int Column => column;
}
