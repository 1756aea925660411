namespace Workflow.Api.ConsoleSite;

/// <summary>Where the console's files are. Environment: WORKFLOW_CONSOLE_ and the option's name.</summary>
public sealed record ConsoleOptions
{
    /// <summary>Folder of the built console, with <c>index.html</c> in it; relative to the working folder. Empty (the
    /// default): the folder <c>console</c> beside the program. A folder that is named has to be there.</summary>
    public string Folder { get; init; } = "";
}
