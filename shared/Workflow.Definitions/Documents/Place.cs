namespace Workflow.Definitions.Documents;

/// <summary>A place in the text: line and column from 1, columns in UTF-16 units.</summary>
internal readonly record struct Place(int Line, int Column) : IComparable<Place>
{
    public static readonly Place Start = new(1, 1);

    public int CompareTo(Place other) => (Line, Column).CompareTo((other.Line, other.Column));
}
