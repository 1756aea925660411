using System.CommandLine;

namespace Workflow.Cli.Completion;

/// <summary><c>workflow completion</c>: what shells need to complete our words. They ask the program itself, so that
/// the script need not be made again for another release.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # workflow: completion for bash. Use: source <(workflow completion bash)
        _workflow() {
          local head=${COMP_WORDS[0]} line point
          line="workflow${COMP_LINE#"$head"}"
          point=$((COMP_POINT - ${#head} + 8))
          local IFS=$'\n'
          local words=$("$head" "[suggest:$point]" "$line" 2>/dev/null)
          COMPREPLY=($(compgen -X '/*' -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _workflow workflow
        """;

    private const string Zsh = """
        #compdef workflow
        # workflow: completion for zsh. Use: source <(workflow completion zsh)
        _workflow() {
          local head=${words[1]} line="workflow ${(j: :)words[2,CURRENT]}"
          local -a found
          found=("${(@f)$("$head" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -- ${found:#/*}
          (( ${#found} )) || _files
        }
        compdef _workflow workflow
        """;

    private const string Fish = """
        # workflow: completion for fish. Use: workflow completion fish | source
        function __workflow_suggest
          set -l line "workflow "(string replace -r '^\S+\s*' '' -- (commandline -cp))
          workflow "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null | string match -v '/*'
        end
        complete -c workflow -a '(__workflow_suggest)'
        """;

    public static Command Build() => new("completion", "Prints the completion script of a shell.")
    {
        Of("bash", Bash), Of("zsh", Zsh), Of("fish", Fish),
    };

    private static Command Of(string shell, string script)
    {
        var command = new Command(shell, $"For {shell}.");
        command.SetAction(_ => Console.WriteLine(script));
        return command;
    }
}
