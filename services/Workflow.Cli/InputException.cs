namespace Workflow.Cli;

/// <summary>What was given cannot be used; the message names the option or file, the value and the remedy.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
