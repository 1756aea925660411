namespace Workflow.Cli.Mcp;

/// <summary>An argument of a tool is wrong; the message names it, its value and the remedy.</summary>
internal sealed class ArgumentRefusedException(string message) : Exception(message);
