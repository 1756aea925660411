using Xunit;

namespace Workflow.UnitTests.Jq;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("-1 * 2, -(3 - 5)", "-2 2")]
    [InlineData("1, 2 | . * 10", "10 20")]
    [InlineData("1 // 2 // 3", "1")]
    [InlineData("null // false // 3", "3")]
    [InlineData("true or false and false", "true")]
    [InlineData("1 < 2 and 2 < 3", "true")]
    [InlineData("[1 == 1.0, 1 != 2, 2 <= 2, 3 >= 4]", "[true,true,true,false]")]
    [InlineData(".a = 1 | .a += 2 | .a", "3")]
    [InlineData("1 as $x | 2 as $y | $x + $y", "3")]
    [InlineData("def f: 1; def g: f + 1; def f: 100; g", "2")]
    public void Evaluate_WhenOperatorsMeet_BindsThemAsJqDoes(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("(1,2) + (10,20)", "11 12 21 22")]
    [InlineData("[(1,2) < (2,1)]", "[true,false,false,false]")]
    [InlineData("{a: (1,2), b: (3,4)}", """{"a":1,"b":3} {"a":1,"b":4} {"a":2,"b":3} {"a":2,"b":4}""")]
    [InlineData("\"\\(1,2)-\\(3,4)\"", "\"1-3\" \"2-3\" \"1-4\" \"2-4\"")]
    [InlineData("[range(0,1; 3,4)]", "[0,1,2,0,1,2,3,1,2,1,2,3]")]
    [InlineData("(true,false) and (true,false)", "true false false")]
    [InlineData("[pow(2,3; 1,2)]", "[2,3,4,9]")]
    [InlineData("def f($a; $b): [$a,$b]; f(1,2; 3,4)", "[1,3] [1,4] [2,3] [2,4]")]
    public void Evaluate_WhenOperandsHaveManyOutputs_CombinesThemInTheOrderOfJq(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("if . then 1 else 2 end", "2")]
    [InlineData("if true then 1 end, if false then 1 end", "1 null")]
    [InlineData("if false then 1 elif true then 2 else 3 end", "2")]
    [InlineData("[if (true,false) then 1 else 2 end]", "[1,2]")]
    [InlineData("try error(\"x\") catch .", "\"x\"")]
    [InlineData("try error({a: 1}) catch .a", "1")]
    [InlineData("[(1,\"a\",2) | (-.)?]", "[-1,-2]")]
    [InlineData("try (1, error(\"x\"), 3) catch .", "1 \"x\"")]
    [InlineData("(try 1 catch 2) | error(\"outside\")", "!outside")]
    [InlineData("try (1 | error(\"in\")) catch . | . + \"side\"", "\"inside\"")]
    [InlineData("label $f | 1, break $f, 2", "1")]
    [InlineData("[label $a | label $b | 1, break $a, 2], 3", "[1] 3")]
    [InlineData("def f: label $x | ., break $x; [(1,2) | f]", "[1,2]")]
    [InlineData("[first(range(10;0;-1)), isempty(empty), isempty(1, error)]", "[10,true,false]")]
    public void Evaluate_WhenControlIsTaken_GivesWhatItAllows(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("reduce range(5) as $i (0; . + $i)", "10")]
    [InlineData("reduce range(3) as $i (0; empty)", "null")]
    [InlineData("[foreach range(4) as $i (0; . + $i)]", "[0,1,3,6]")]
    [InlineData("[foreach range(3) as $i (0; . + $i; [$i, .])]", "[[0,0],[1,1],[2,3]]")]
    [InlineData("[limit(3; repeat(1))]", "[1,1,1]")]
    [InlineData("[1 | while(. < 20; . * 2)], (1 | until(. > 20; . * 2))", "[1,2,4,8,16] 32")]
    [InlineData("[2 | recurse(. * .; . < 20)]", "[2,4,16]")]
    [InlineData("def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; 10 | fac", "3628800")]
    [InlineData("def f(g): [g, g]; f(1, 2)", "[1,2,1,2]")]
    [InlineData("def f(x): 1 as $x | [$x, x]; 2 as $x | f($x)", "[1,2]")]
    [InlineData("def outer: def inner: . + 1; inner | inner; 1 | outer", "3")]
    [InlineData("def count: if . >= 200000 then . else . + 1 | count end; 0 | count", "200000")]
    public void Evaluate_WhenLoopingOrRecursing_Ends(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData("def fib: if . < 2 then . else (. - 1 | fib) + (. - 2 | fib) end; 10 | fib", "55")]
    [InlineData("[def f: if . == 0 then 1, 2 else (. - 1 | f) + 10 end; 2 | f]", "[21,22]")]
    [InlineData("[def f: if . == 0 then empty else (. - 1 | f) + 10 end; 2 | f]", "[]")]
    [InlineData("[def f($n): if $n == 0 then 0 else f($n - 1) + 1 end; f(2, 3)]", "[2,3]")]
    [InlineData("[def f(g): if . == 0 then g else (. - 1 | f(g)) + 10 end; 2 | f(1, 2)]", "[21,22]")]
    [InlineData("def f: def g: 1 + f; if . > 3 then 0 else . + 1 | g end; 0 | f", "4")]
    [InlineData("def f: def g: if . == 0 then 1, 2 else f + 0 end; 1 + (. - 1 | g); [2 | f]", "[3,4]")]
    [InlineData("def f: if . == 0 then error(\"no\") else try (. - 1 | f) catch . end; 3 | f", "\"no\"")]
    [InlineData("def f: if . > 0 then [. - 1 | f] else . end; 3 | f", "[[[0]]]")]
    [InlineData("{a: {a: {}}} | [path(def f: if has(\"a\") then first(.a | f) else . end; f)]", "[[\"a\",\"a\"]]")]
    public void Evaluate_WhenAFunctionCallsItselfInTheMiddle_GivesAllOutputs(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));

    [Theory]
    [InlineData(". as [$a, {b: $c}] | [$a, $c]", """[1,{"b":2}]""", "[1,2]")]
    [InlineData(". as {$a, b: [$c]} | [$a, $c]", """{"a":1,"b":[2]}""", "[1,2]")]
    [InlineData(". as {$a: [$x]} | [$a, $x]", """{"a":[1]}""", "[[1],1]")]
    [InlineData(". as {(\"a\", \"b\"): $x} | $x", """{"a":1,"b":2}""", "1 2")]
    [InlineData(".[] as [$a] ?// $a | $a", "[[1],2]", "1 2")]
    [InlineData(".[] as [$a] ?// {$b} | [$a, $b]", """[[1],{"b":2}]""", "[1,null] [null,2]")]
    [InlineData("[.[] as [$i, $j] | $i + $j]", "[[1,2],[3,4]]", "[3,7]")]
    [InlineData("foreach .[] as [$a] ?// $a (0; . + $a) | (if . > 1 then error(\"out\") else . end)", "[[1],2]",
        "1 !out")]
    [InlineData("[recurse(if . < 3 then (.+1, .+2) as $x | $x else empty end)]", "1", "[1,2,3,4,3]")]
    public void Evaluate_WhenDestructuring_BindsEveryVariable(string program, string input, string expected) =>
        Assert.Equal(expected, Outputs.Of(program, input));

    [Theory]
    [InlineData("\"a\\(1 + 1)b\\(\"c\\(3)\")\"", "\"a2bc3\"")]
    [InlineData("@base64 \"<\\(\"hi\")>\"", "\"<aGk=>\"")]
    [InlineData("\"\\u00e9\\n\\\"\"", "\"é\\n\\\"\"")]
    [InlineData("{\"a b\": 1, @text \"c\": 2, \"d\\(1)\": 3}", """{"a b":1,"c":2,"d1":3}""")]
    [InlineData("1 as $x | {$x, y: 2, if: 3, (\"z\"): 4, $__loc__}",
        """{"x":1,"y":2,"if":3,"z":4,"__loc__":{"file":"<top-level>","line":1}}""")]
    [InlineData("# a comment\n1 # another\\\n still\n+ 1", "2")]
    public void Evaluate_WhenTextsAndObjectsAreBuilt_FillsThemIn(string program, string expected) =>
        Assert.Equal(expected, Outputs.Of(program));
}
