using Xunit;

namespace Workflow.UnitTests.Jq;

/// <summary>Where a comparison with jq 1.6, 1.7.1 and 1.8.2 found us to differ; what is expected is what they
/// answer.</summary>
public sealed class DifferenceTests
{
    [Theory]
    [InlineData("(error(\"x\"))[]?", "!x")]
    [InlineData("1 | .a.b?", "!Cannot index number with string (\"a\")")]
    [InlineData("(1 | .a).b?", "!Cannot index number with string (\"a\")")]
    [InlineData("1 | .a?.b?", "")]
    [InlineData("1 | (.a.b)?, (.[0])?, ((error)[])?, (error(\"x\"))?", "")]
    [InlineData("1 | (.a | .b)?, .a??, .a.b??", "")]
    [InlineData("{a: 1} | .a.b?, .a?", "1")]
    [InlineData("[1] | .[(\"a\", 0)]?", "1")]
    [InlineData("[1] | .[error(\"x\")]?", "!x")]
    [InlineData("1 | .[error(\"x\"):]?", "!x")]
    [InlineData("[1,2,3] | [.[0,1:1,2]?]", "[[1],[1,2],[],[2]]")]
    [InlineData("{a: [[1]], k: 0} | path(.a[.k]?[0]?)", "[\"a\",0,0]")]
    [InlineData("{a: 1} | .[\"a\", \"b\"]? |= 5", "{\"a\":5,\"b\":5}")]
    public void Question_WhenBehindAnAccess_IsForThatAccessAlone(string program, string outputs) =>
        Assert.Equal(outputs, Outputs.Of(program));

    [Theory]
    [InlineData("error(\"x\") // 1", "!x")]
    [InlineData("(1, error(\"x\")) // 2", "1 !x")]
    [InlineData("(null, error(\"x\")) // 2", "!x")]
    [InlineData("[(false, null) // (1, 2)]", "[1,2]")]
    [InlineData("(try error(0)) // 1", "1")]
    public void Alternative_WhenItsLeftSideFails_Fails(string program, string outputs) =>
        Assert.Equal(outputs, Outputs.Of(program));

    [Theory]
    [InlineData("[4,5] | to_entries", "[{\"key\":0,\"value\":4},{\"key\":1,\"value\":5}]")]
    [InlineData("[4] | with_entries(.)", "!Cannot use number (0) as object key")]
    [InlineData("[{key: false, name: \"a\", value: 1}] | from_entries", "{\"a\":1}")]
    [InlineData("[{key: null, value: 1}] | from_entries", "!Cannot use null (null) as object key")]
    [InlineData("{(1 | [.]): 2}", "!Cannot use array ([1]) as object key")]
    [InlineData("[nan, nan] | unique, group_by(.)", "[null,null] [[null],[null]]")]
    [InlineData("({}, [1], \"a\") | abs", "{} [1] \"a\"")]
    [InlineData("null | abs", "!null (null) cannot be negated")]
    [InlineData("[({}, null) | isnan, isinfinite, isnormal]", "[false,false,false,false,false,false]")]
    [InlineData("null | .[true:]", "null")]
    [InlineData("[1] | .[\"a\":]", "!Array/string slice indices must be integers")]
    [InlineData("[\"a\"] | join(1)", "\"a\"")]
    [InlineData("[\"a\",\"b\"] | join(null)", "\"ab\"")]
    [InlineData("[\"a\",\"b\"] | join(1)", "!string (\"a\") and number (1) cannot be added")]
    [InlineData("{} | transpose, reverse", "[] []")]
    [InlineData("{} | indices(\"a\"), index(\"a\")", "null null")]
    [InlineData("-1 | modf", "[-0,-1]")]
    [InlineData("0 | reverse", "[]")]
    [InlineData("[] | flatten(\"a\")", "[]")]
    [InlineData("[[1]] | flatten(\"a\")", "!string (\"a\") and number (1) cannot be subtracted")]
    [InlineData("true | contains(false)",
        "!boolean (true) and boolean (false) cannot have their containment checked")]
    [InlineData("[true] | contains([false])", "false")]
    [InlineData("null | indices(true)", "!Cannot index null with boolean (true)")]
    public void Builtin_WhenItsInputIsUnusual_DoesAsInJq(string program, string outputs) =>
        Assert.Equal(outputs, Outputs.Of(program));

    [Theory]
    [InlineData("null | .[]", "!Cannot iterate over null (null)")]
    [InlineData("1 | .[1:]", "!Cannot index number with object ({\"start\":1,\"end\":null})")]
    [InlineData("1 | min", "!number (1) and number (1) cannot be iterated over")]
    [InlineData("{} | min_by(.a)", "!object ({}) and array ([]) cannot be iterated over")]
    [InlineData("1 | sort_by(.)", "!Cannot iterate over number (1)")]
    [InlineData("1 | sort", "!number (1) cannot be sorted, as it is not an array")]
    [InlineData("1 | fromjson", "!number (1) only strings can be parsed")]
    [InlineData("1 | @csv", "!number (1) cannot be csv-formatted, only array")]
    [InlineData("1 | ascii_downcase", "!explode input must be a string")]
    [InlineData("\"a\" | gmtime", "!gmtime() requires numeric inputs")]
    [InlineData("\"a\" | test(1)", "!number not a string or array")]
    [InlineData("\"a\" | splits(1)", "!number (1) is not a string")]
    [InlineData("\"a\" | scan([\"a\"])", "!array ([\"a\"]) is not a string")]
    [InlineData("format(\"d\")", "!d is not a valid format")]
    [InlineData("null | .[null]", "!Cannot index null with null (null)")]
    [InlineData("{a: 1} | sort_by(.)",
        "!object ({\"a\":1}) and array ([[1]]) cannot be sorted, as they are not both arrays")]
    [InlineData("limit(\"a\"; 1)", "!string (\"a\") and number (1) cannot be subtracted")]
    [InlineData("[\"a\"] | strftime(1)", "!strftime/1 requires a string format")]
    [InlineData("[1] | delpaths([[\"a\"]])", "!Cannot delete string element of array")]
    [InlineData("{} | delpaths([[0]])", "!Cannot delete number field of object")]
    [InlineData("1 | reverse", "!Cannot index number with number (0)")]
    [InlineData("\"[1,]\" | fromjson",
        "!Expected another array element at line 1, column 4 (while parsing '[1,]')")]
    [InlineData("\"{\" | fromjson", "!Unfinished JSON term at EOF at line 1, column 1 (while parsing '{')")]
    [InlineData("\"]\" | fromjson", "!Unmatched ']' at line 1, column 1 (while parsing ']')")]
    public void Error_WhenAnInputIsOfTheWrongKind_SaysWhatJqSays(string program, string error) =>
        Assert.Equal(error, Outputs.Of(program));

    [Theory]
    [InlineData("[match(\"(?<a>q)?(y)\").captures[].name]", "\"xyz\"", "[\"a\",null]")]
    [InlineData("[scan(\"(x)(?<a>y)(z)\")]", "\"xyz\"", "[[\"x\",\"y\",\"z\"]]")]
    [InlineData("[match(\"(x)(?<a>y)\\\\2\").string]", "\"xyyz\"", "[\"xyy\"]")]
    [InlineData("[match(\"\\\\B\"; \"g\").offset]", "\"a😀😀\"", "[2,3]")]
    [InlineData("[scan(\"\\\\H\")]", "\"a😀\"", "[\"😀\"]")]
    [InlineData("[scan(\".\\\\B\")]", "\"😀😀\"", "[\"😀\",\"😀\"]")]
    [InlineData("[scan(\"[😀-😂x]\")]", "\"😁x😅\"", "[\"😁\",\"x\"]")]
    [InlineData("[scan(\"[^😀a]\")]", "\"😀a😁b\"", "[\"😁\",\"b\"]")]
    [InlineData("[scan(\"\\\\p{Alpha}+|\\\\p{^L}\")]", "\"ab1😀\"", "[\"ab\",\"1\",\"😀\"]")]
    public void Match_WhenGroupsAreMixedOrCharactersWide_GoesByWholeCharacters(
        string program, string input, string outputs) => Assert.Equal(outputs, Outputs.Of(program, input));
}
