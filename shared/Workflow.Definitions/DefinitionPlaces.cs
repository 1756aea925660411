using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading;

namespace Workflow.Definitions;

/// <summary>Where the parts of a definition stand in its text, for errors that show only when it is read and
/// valid.</summary>
public sealed class DefinitionPlaces
{
    private readonly LocatedNode? _root;

    /// <param name="utf8">The text of a definition that was read with the same limits.</param>
    public DefinitionPlaces(ReadOnlySpan<byte> utf8, DefinitionLimits limits) =>
        _root = DocumentText.Read(utf8, limits, new ErrorList(1));

    /// <summary>Line and column, both from 1, of the value at a JSON pointer; of the nearest value around it where the
    /// pointer leads into what the text has elsewhere, such as a function's task below its call.</summary>
    public (int Line, int Column) Of(string pointer)
    {
        var node = _root;
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var child = node?.Kind == NodeKind.Array && int.TryParse(segment, out var index)
                ? node.Children.ElementAtOrDefault(index)
                : node?.Children.FirstOrDefault(
                    one => one.Name is not null && JsonPointer.Escape(one.Name) == segment);
            if (child is null)
            {
                break;
            }

            node = child;
        }

        return node is null ? (1, 1) : (node.Place.Line, node.Place.Column);
    }
}
