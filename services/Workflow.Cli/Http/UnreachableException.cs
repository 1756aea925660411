namespace Workflow.Cli.Http;

/// <summary>The API does not answer, or not yet: what the platform heals by itself.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null)
    : ApiException(message, ExitCode.Unreachable, inner);
