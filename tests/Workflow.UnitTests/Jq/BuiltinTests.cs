using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class BuiltinTests
{
    [Theory]
    [InlineData("[3,1,2] | sort, sort_by(-.), reverse, min, max, add, length", "[1,2,3] [3,2,1] [2,1,3] 1 3 6 3")]
    [InlineData("[{k:1,v:1},{k:2,v:2},{k:1,v:3}] | group_by(.k) | map(map(.v))", "[[1,3],[2]]")]
    [InlineData("[{k:1,v:1},{k:2,v:2},{k:1,v:3}] | unique_by(.k) | map(.v)", "[1,2]")]
    [InlineData("[{v:1},{v:1}] | (min_by(.v) | .v), (max_by(.v) | .v), ([] | max)", "1 1 null")]
    [InlineData("[[1,[2]],3] | flatten, flatten(1)", "[1,2,3] [1,[2],3]")]
    [InlineData("[[1,2],[3]] | transpose", "[[1,3],[2,null]]")]
    [InlineData("[1,2,1,2] | index(1), rindex(1), indices([1,2])", "0 2 [0,2]")]
    [InlineData("[1,3,5] | bsearch(3), bsearch(4)", "1 -3")]
    [InlineData("[[1,2],[3,4]] | [combinations] | length", "4")]
    [InlineData("[true,false] | any, all", "true false")]
    [InlineData("[1,2,3] | any(. > 2), all(. > 2), (.[] | IN(2, 3))", "true false false true true")]
    [InlineData("[range(5)] | first, last, nth(2), [limit(2; .[])], [skip(3; .[])]", "0 4 2 [0,1] [3,4]")]
    [InlineData("[1,[2]] | tojson, tostring, (tojson | fromjson), toarray", "\"[1,[2]]\" \"[1,[2]]\" [1,[2]] [1,[2]]")]
    [InlineData("[1,2] | contains([1]), inside([1,2,3]), has(0), has(5), (0 | in([1]))", "true true true false true")]
    [InlineData("[1,[2]] | [tostream] | fromstream(.[])", "[1,[2]]")]
    [InlineData("[\"a\",1,null] | join(\"-\")", "\"a-1-\"")]
    public void Evaluate_WhenArraysAreGiven_WorksOnThem(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("{b:1,a:2} | keys, keys_unsorted, length, add", """["a","b"] ["b","a"] 2 3""")]
    [InlineData("{a:1} | to_entries, with_entries(.value += 1), has(\"a\")",
        """[{"key":"a","value":1}] {"a":2} true""")]
    [InlineData("[{name:\"a\",value:1},{k:\"b\",v:2}] | from_entries", """{"a":1,"b":2}""")]
    [InlineData("{a:{b:1}} * {a:{c:2}}, {a:1} + {a:2,b:3}", """{"a":{"b":1,"c":2}} {"a":2,"b":3}""")]
    [InlineData("[{id:1,n:\"x\"}] | INDEX(.id) | .[\"1\"].n", "\"x\"")]
    [InlineData("{a:[1,2]} | map_values(add), (.a |= map(. + 1))", """{"a":3} {"a":[2,3]}""")]
    [InlineData("{a:1} | contains({}), inside({a:1,b:2})", "true true")]
    [InlineData("{(\"a\",\"b\"): 1}", """{"a":1} {"b":1}""")]
    public void Evaluate_WhenObjectsAreGiven_WorksOnThem(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("\"a,b\" | split(\",\"), ascii_upcase, length, explode, (explode | implode)",
        """["a","b"] "A,B" 3 [97,44,98] "a,b" """)]
    [InlineData("\"  x \" | trim, ltrim, rtrim", """ "x" "x " "  x" """)]
    [InlineData("\"abc\" | ltrimstr(\"a\"), rtrimstr(\"c\"), trimstr(\"a\"), startswith(\"ab\"), endswith(\"x\")",
        """ "bc" "ab" "bc" true false """)]
    [InlineData("\"aé😀\" | length, utf8bytelength, .[2:], .[:1], index(\"😀\")", """ 3 7 "😀" "a" 2 """)]
    [InlineData("\"x\" * 3, (\"x\" * -1), \"a,b\" / \",\"", """ "xxx" null ["a","b"] """)]
    [InlineData("\"12\" | tonumber, (\"true\" | toboolean), (12 | tostring), ([\"1\",\"x\"] | map(tonumber?))",
        """ 12 true "12" [1] """)]
    [InlineData("[1,\"a\",null,true,[],{}] | map(type)", """["number","string","null","boolean","array","object"]""")]
    [InlineData("[65, 955] | implode, (65 | ascii)", """ "Aλ" "A" """)]
    public void Evaluate_WhenStringsAreGiven_WorksOnThem(string program, string expected) =>
        Assert.Equal(expected.Trim(), Outputs.Of(program));

    [Theory]
    [InlineData("[1.5, -1.5] | map(floor), map(ceil), map(round), map(trunc), map(fabs)",
        "[1,-2] [2,-1] [2,-2] [1,-1] [1.5,1.5]")]
    [InlineData("pow(2; 10), (100 | log10), sqrt", "1024 2 !null (null) number required")]
    [InlineData("4 | sqrt, pow(.;2), exp2, log2, significand, logb", "2 16 16 2 1 2")]
    [InlineData("8 | frexp, modf, ldexp(.; 1), scalb(.; 2)", "[0.5,4] [0,8] 16 32")]
    [InlineData("5 | tgamma, (gamma * 1e9 | round), (lgamma_r[1])", "24 3178053830 1")]
    [InlineData("[infinite, -infinite, nan] | map(isinfinite), map(isnan)", "[true,true,false] [false,false,true]")]
    [InlineData("[nan] | sort, (nan < nan), ([nan] == [nan])", "[null] true false")]
    [InlineData("7 % 3, -7 % 3, 7 % -3, (5.9 % 2.9)", "1 -1 1 1")]
    [InlineData("-5 | abs, (\"x\" | abs), ([-1] | map(abs))", "5 \"x\" [1]")]
    public void Evaluate_WhenNumbersAreGiven_Calculates(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("@text", "\"a<b>&'\\\"\"")]
    [InlineData("@json", "\"\\\"a<b>&'\\\\\\\"\\\"\"")]
    [InlineData("@html", "\"a&lt;b&gt;&amp;&apos;&quot;\"")]
    [InlineData("@uri, (@uri | @urid)", "\"a%3Cb%3E%26%27%22\" \"a<b>&'\\\"\"")]
    [InlineData("@sh", "\"'a<b>&'\\\\''\\\"'\"")]
    [InlineData("@base64, (@base64 | @base64d)", "\"YTxiPiYnIg==\" \"a<b>&'\\\"\"")]
    [InlineData("@base32, (@base32 | @base32d)", "\"ME6GEPRGE4RA====\" \"a<b>&'\\\"\"")]
    [InlineData("[., 1, null, true] | @csv, @tsv", "\"\\\"a<b>&'\\\"\\\"\\\",1,,true\" \"a<b>&'\\\"\\t1\\t\\ttrue\"")]
    [InlineData("[[1]] | @csv", "!array ([1]) is not valid in a csv row")]
    public void Evaluate_WhenAFormatIsNamed_Writes(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program, "\"a<b>&'\\\"\""));
}
