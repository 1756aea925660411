using System.CommandLine;

namespace Workflow.Cli.DeadLetters;

/// <summary><c>workflow dead-letters</c>: messages that could not be read.</summary>
internal static class DeadLettersCommand
{
    public static Command Build() => new("dead-letters", "Finds messages that could not be read.")
    {
        ListLetters.Build(),
        ShowLetter.Build(),
        RedriveLetter.Build(),
        DiscardLetter.Build(),
    };
}
