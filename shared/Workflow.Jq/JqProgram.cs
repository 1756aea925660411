using Workflow.Jq.Compilation;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Syntax;
using Workflow.Jq.Values;

namespace Workflow.Jq;

/// <summary>A compiled jq program. Immutable: one may serve any number of threads.</summary>
public sealed class JqProgram
{
    private readonly Node _root;
    private readonly string[]? _simplePath;

    private JqProgram(Node root)
    {
        _root = root;
        _simplePath = SimplePath(root);
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="source">The program's text.</param>
    /// <param name="variables">The names (without $) that arguments will have; any other undefined name is then a
    /// compile
    /// error. Without it every name is looked up when the program runs.</param>
    /// <exception cref="JqCompileException">The text is no program, or names something unknown or not
    /// available.</exception>
    public static JqProgram Compile(string source, IReadOnlyCollection<string>? variables = null)
    {
        var text = new SourceText(source);
        var term = Parser.Parse(text);
        return DeepCall.Run(term.Height * 2, () => new JqProgram(new Compiler(text, variables).Compile(term)));
    }

    /// <summary>The first output, or null when there is none.</summary>
    /// <exception cref="JqException">The evaluation failed, or exceeded one of its bounds.</exception>
    public JqValue First(JqValue input, JqArguments arguments)
    {
        if (_simplePath is not null && TryFollow(input, out var found)
            && found.Size <= arguments.Limits.OutputBytes && found.Depth <= JqValue.DeepestDocument)
        {
            return found;
        }

        var machine = new Machine(arguments);
        return _root.First(machine, null, input) is { } first ? machine.Emit(first) : JqValue.Null;
    }

    /// <summary>All outputs. The evaluation runs to its end when the first one is asked for; an error comes behind the
    /// outputs that went before it.</summary>
    /// <exception cref="JqException">The evaluation failed, or exceeded one of its bounds.</exception>
    public IEnumerable<JqValue> Evaluate(JqValue input, JqArguments arguments)
    {
        var outputs = new List<JqValue>();
        JqException? failure = null;
        try
        {
            Run(input, arguments, output =>
            {
                outputs.Add(output);
                return true;
            });
        }
        catch (JqException error)
        {
            failure = error;
        }

        foreach (var output in outputs)
        {
            yield return output;
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Hands over each output as soon as it is there, until the receiver answers false.</summary>
    /// <exception cref="JqException">The evaluation failed, or exceeded one of its bounds.</exception>
    public void Run(JqValue input, JqArguments arguments, Func<JqValue, bool> output)
    {
        var machine = new Machine(arguments);
        _root.Values(machine, null, input, value => output(machine.Emit(value)) ? Flow.Next : Flow.Stop);
    }

    private static string[]? SimplePath(Node root)
    {
        var keys = new List<string>();
        for (; root is FieldNode field; root = field.Target)
        {
            keys.Insert(0, field.Key.Chars);
        }

        return root is IdentityNode ? [.. keys] : null;
    }

    private bool TryFollow(JqValue input, out JqValue found)
    {
        found = input;
        foreach (var key in _simplePath!)
        {
            if (found.Kind is not (JqKind.Object or JqKind.Null))
            {
                return false;
            }

            found = found[key];
        }

        return true;
    }
}
