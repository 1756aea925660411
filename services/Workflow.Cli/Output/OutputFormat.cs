namespace Workflow.Cli.Output;

/// <summary>How an answer is printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people: columns, or one line per fact. May change between releases.</summary>
    Table,

    /// <summary>What the API answers, member for member.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,
}
