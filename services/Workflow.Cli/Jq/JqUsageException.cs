namespace Workflow.Cli.Jq;

/// <summary>The command line makes no sense.</summary>
internal sealed class JqUsageException(string message) : Exception(message);
