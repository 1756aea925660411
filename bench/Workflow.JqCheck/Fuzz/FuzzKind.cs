namespace Workflow.JqCheck.Fuzz;

/// <summary>What is random about a case.</summary>
internal enum FuzzKind
{
    /// <summary>A program by the grammar, over a sound input.</summary>
    Program,

    /// <summary>Such a program with damage.</summary>
    DamagedProgram,

    /// <summary>Words and signs of the language in any order.</summary>
    ProgramPieces,

    /// <summary>Any bytes as a program.</summary>
    ProgramBytes,

    /// <summary>A regular expression of random parts.</summary>
    Regex,

    /// <summary>A sound program over a JSON text with damage.</summary>
    DamagedInput,

    /// <summary>Words and signs of JSON in any order, to be read and written again.</summary>
    JsonPieces,

    /// <summary>Any bytes as JSON.</summary>
    JsonBytes,
}
