using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Tests.Expressions;

/// <summary>The language: literals, operators, macros, errors. After the behaviours of cel-spec's conformance tests.</summary>
public sealed class CelLanguageTests
{
    [Theory]
    // Literals.
    [InlineData("0xff == 255")]
    [InlineData("-9223372036854775808 < 0")]
    [InlineData("-0x8000000000000000 == -9223372036854775807 - 1")]
    [InlineData("18446744073709551615u > 0u")]
    [InlineData("1.5e3 == 1500.0 && .5 == 0.5")]
    [InlineData("'a\\x41\\u00e9\\U0001F600\\101\\n' == \"aA\u00e9\U0001F600A\\n\"")]
    [InlineData("r'\\n' == '\\\\n'")]
    [InlineData("'''it's\ntwo''' == \"it's\\ntwo\"")]
    [InlineData("b'\\xff' == bytes('\u00ff') ? false : true")]
    [InlineData("b'\u00ff' == bytes('\u00ff')")]
    [InlineData("size('\U0001F600x') == 2")]
    [InlineData("// a comment\ntrue")]
    // Arithmetic.
    [InlineData("1 + 2 * 3 == 7 && (1 + 2) * 3 == 9")]
    [InlineData("7 / -2 == -3 && 7 % -2 == 1 && -7 % 2 == -1")]
    [InlineData("5u - 3u == 2u")]
    [InlineData("1.0 / 0.0 > 1e308")]
    [InlineData("'a' + 'b' == 'ab' && b'a' + b'b' == b'ab' && [1] + [2] == [1, 2]")]
    // Comparisons across types of numbers.
    [InlineData("dyn(1) == 1.0 && dyn(1u) == 1 && 1 < 1.5 && 2u > 1 && 1.0 <= 1u")]
    [InlineData("9223372036854775807 < 9223372036854775808u")]
    [InlineData("dyn(9007199254740993) != 9007199254740992.0")]
    [InlineData("{1: 'a'}[dyn(1.0)] == 'a' && dyn([1, 2])[dyn(1u)] == 2")]
    [InlineData("dyn('a') != 1 && dyn(null) != false && null == null")]
    [InlineData("double('NaN') != double('NaN')")]
    [InlineData("'a' < 'b' && b'a' < b'b' && false < true")]
    // Errors that do not matter.
    [InlineData("true || 1 / 0 == 1")]
    [InlineData("1 / 0 == 1 || true")]
    [InlineData("!(1 / 0 == 1 && false)")]
    [InlineData("[1, 0].exists(x, 1 / x == 1)")]
    [InlineData("[0, 1].exists(x, 1 / x == 1)")]
    [InlineData("![0, 2].all(x, 1 / x == 1)")]
    [InlineData("true ? true : 1 / 0 == 1")]
    // Macros.
    [InlineData("[1, 2, 3].all(x, x > 0) && ![1, 2].all(x, x > 1) && [].all(x, false)")]
    [InlineData("[1, 2, 3].exists(x, x == 2) && ![].exists(x, true)")]
    [InlineData("[1, 2, 3].exists_one(x, x > 2) && ![1, 2, 3].exists_one(x, x > 1)")]
    [InlineData("[1, 2, 3].map(x, x * 2) == [2, 4, 6] && [1, 2, 3].map(x, x > 1, x * 2) == [4, 6]")]
    [InlineData("[1, 2, 3].filter(x, x > 1) == [2, 3] && {'a': 1, 'b': 2}.filter(k, k == 'b') == ['b']")]
    [InlineData("{'a': 1}.all(k, k == 'a') && {'a': 1}.exists(k, v, v == 1) && [5].all(i, v, i == 0 && v == 5)")]
    [InlineData("[1, 2].transformList(i, v, i + v) == [1, 3] && [1, 2].transformMap(i, v, i > 0, v) == {1: 2}")]
    [InlineData("{'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'} && [1, 2].existsOne(i, v, v == 2)")]
    [InlineData("[[1, 2], [3]].exists(x, x.all(y, y > 2))")]
    [InlineData("has({'a': 1}.a) && !has({'a': 1}.b)")]
    [InlineData("cel.bind(x, 2, x * x) == 4")]
    [InlineData("[1].map(x, [2].map(x, x)) == [[2]]")]
    // Optionals.
    [InlineData("{'a': 1}.?a.orValue(2) == 1 && {'a': 1}.?b.orValue(2) == 2")]
    [InlineData("{'a': {'b': 1}}.?a.b.value() == 1 && !{'a': {'b': 1}}.?c.b.hasValue()")]
    [InlineData("[1, 2][?5].orValue(9) == 9 && {'a': 1}[?'a'].value() == 1")]
    [InlineData("optional.of(1).optMap(x, x + 1).value() == 2 && !optional.none().optMap(x, x).hasValue()")]
    [InlineData("optional.of(1).optFlatMap(x, optional.of(x + 1)) == optional.of(2)")]
    [InlineData("[?optional.of(1), ?optional.none(), 2] == [1, 2] && {?'a': optional.none()} == {}")]
    [InlineData("optional.ofNonZeroValue('') == optional.none() && optional.none().or(optional.of(1)).value() == 1")]
    [InlineData("has({'a': {'b': 1}}.?a.b) && !has({'a': {}}.?a.b)")]
    // Types and conversions.
    [InlineData("type(1) == int && type(1u) == uint && type('') == string && type(null) == null_type && type([]) == list && type(type(1)) == type")]
    [InlineData("type(timestamp('2020-01-01T00:00:00Z')) == google.protobuf.Timestamp")]
    [InlineData("int('-5') == -5 && int(5.9) == 5 && int(-5.9) == -5 && uint('7') == 7u && double('1.5') == 1.5 && bool('true')")]
    [InlineData("string(1.5) == '1.5' && string(1e23) == '1e+23' && string(true) == 'true' && string(b'ab') == 'ab' && string(1000000.0) == '1e+06'")]
    [InlineData("'a' in ['a', 'b'] && !('c' in ['a']) && 'a' in {'a': 1} && 1 in [1.0, 2.0].map(x, dyn(x))")]
    [InlineData("!(dyn(9223372036854775807) < 9223372036854775808.0) && dyn(9223372036854775808.0) <= 9223372036854775807 && dyn(9223372036854775806) < 9223372036854785536.0")]
    // Times.
    [InlineData("timestamp('2023-05-06T07:08:09.010Z').getMilliseconds() == 10 && timestamp('2023-05-06T07:08:09Z').getMonth() == 4")]
    [InlineData("timestamp('2009-02-13T23:31:30Z').getDayOfWeek() == 5 && timestamp('2009-02-13T23:31:30Z').getDate() == 13 && timestamp('2009-02-13T23:31:30Z').getDayOfMonth() == 12")]
    [InlineData("timestamp('2009-02-13T23:31:30Z').getHours('+11:00') == 10 && timestamp('2009-02-13T23:31:30Z').getDayOfYear('-02:30') == 43")]
    [InlineData("timestamp('2020-01-01T00:00:01Z') - timestamp('2020-01-01T00:00:00Z') == duration('1s')")]
    [InlineData("timestamp('2020-01-01T00:00:00Z') + duration('1h') > timestamp('2020-01-01T00:00:00+00:00')")]
    [InlineData("duration('1h30m').getMinutes() == 90 && string(duration('1.5s')) == '1.5s' && duration('-1.5h') < duration('0')")]
    [InlineData("int(timestamp('2009-02-13T23:31:30Z')) == 1234567890 && string(timestamp(1234567890)) == '2009-02-13T23:31:30Z'")]
    // Texts.
    [InlineData("'hello'.matches('^h.*o$') && matches('ab', 'b') && 'hello'.contains('ell') && 'hello'.startsWith('he') && 'hello'.endsWith('lo')")]
    [InlineData("size([1, 2]) == 2 && {'a': 1}.size() == 1 && b'abc'.size() == 3")]
    public void Expressions_hold(string expression) => Assert.True(Run(expression).IsTrue, $"{expression}: {Run(expression).Error}");

    [Theory]
    [InlineData("9223372036854775807 + 1", "integer overflow")]
    [InlineData("-9223372036854775808 - 1", "integer overflow")]
    [InlineData("-(-9223372036854775808)", "integer overflow")]
    [InlineData("0u - 1u", "unsigned integer overflow")]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("1 % 0", "modulus by zero")]
    [InlineData("{'a': 1}['b']", "no such key: b")]
    [InlineData("{'a': 1}.b", "no such key: b")]
    [InlineData("[1][1]", "index out of bounds: 1")]
    [InlineData("[1][-1]", "index out of bounds: -1")]
    [InlineData("dyn(1) + dyn('a')", "no such overload")]
    [InlineData("dyn('a') && true", "no such overload")]
    [InlineData("[1, 2].all(x, dyn('a'))", "no such overload")]
    [InlineData("uint(-1)", "unsigned integer overflow")]
    [InlineData("int(1e99)", "integer overflow")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "timestamp overflow")]
    [InlineData("optional.none().value()", "optional.none() dereference")]
    [InlineData("{'a': 1, 'a': 2}", "Failed with repeated key")]
    [InlineData("'a'.matches('(' + '')", "error parsing regexp: missing closing ): `(`")]
    [InlineData("false || 1 / 0 == 1", "division by zero")]
    public void What_fails_says_why(string expression, string error) => Assert.Equal(error, Run(expression).Error);

    [Theory]
    [InlineData("x", "ERROR: <input>:1:1: undeclared reference to 'x' (in container '')\n | x\n | ^")]
    [InlineData("1 + x", "ERROR: <input>:1:5: undeclared reference to 'x' (in container '')\n | 1 + x\n | ....^")]
    [InlineData("1 + 'a'", "ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + 'a'\n | ..^")]
    [InlineData("'a'.foo()", "ERROR: <input>:1:8: undeclared reference to 'foo' (in container '')\n | 'a'.foo()\n | .......^")]
    [InlineData("'a'.size(1)", "ERROR: <input>:1:9: found no matching overload for 'size' applied to 'string.(int)'\n | 'a'.size(1)\n | ........^")]
    [InlineData("[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^")]
    [InlineData("1 == 'a'", "ERROR: <input>:1:3: found no matching overload for '_==_' applied to '(int, string)'\n | 1 == 'a'\n | ..^")]
    [InlineData("1.all(x, true)", "ERROR: <input>:1:1: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | 1.all(x, true)\n | ^")]
    [InlineData("has(1)", "ERROR: <input>:1:5: invalid argument to has() macro\n | has(1)\n | ....^")]
    [InlineData("true &&\nfalse ||| true", "ERROR: <input>:2:9: Syntax error: token recognition error at: '|'\n | false ||| true\n | ........^")]
    [InlineData("1 +", "ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^")]
    [InlineData("package", "ERROR: <input>:1:1: reserved identifier: package\n | package\n | ^")]
    [InlineData("9223372036854775808", "ERROR: <input>:1:1: invalid int literal\n | 9223372036854775808\n | ^")]
    [InlineData("'a'.matches('[')", "ERROR: <input>:1:13: invalid matches argument\n | 'a'.matches('[')\n | ............^")]
    [InlineData("duration('1y') == duration('1s')", "ERROR: <input>:1:10: invalid duration argument\n | duration('1y') == duration('1s')\n | .........^")]
    public void What_does_not_compile_says_where_and_why(string expression, string error) =>
        Assert.Equal(error, CelExpression.Compile(expression, CelEnvironment.Kubernetes).ErrorText);

    [Fact]
    public void A_result_of_another_type_than_expected_is_a_mistake()
    {
        var compilation = CelExpression.Compile("1 + 1", CelEnvironment.Kubernetes, CelType.Bool);
        Assert.Equal("must evaluate to bool", compilation.ErrorText);
        Assert.True(compilation.IsWrongResult);
    }

    [Theory]
    [InlineData(249, true)]
    [InlineData(251, false)]
    public void Nesting_has_a_limit(int depth, bool compiles) =>
        Assert.Equal(compiles, CelExpression.Compile(new string('(', depth) + "1" + new string(')', depth), CelEnvironment.Kubernetes).Expression is not null);

    [Fact]
    public void Long_chains_of_logic_nest_little() =>
        Assert.True(Run(string.Join(" && ", Enumerable.Repeat("true", 5000))).IsTrue);

    [Fact]
    public void Costs_are_taken_from_the_budget_and_limited()
    {
        var expression = CelExpression.Compile("[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, a + b + c > 0)))", CelEnvironment.Kubernetes).Expression!;
        var budget = new CelBudget(CelBudget.PerRequestDefault);
        var result = expression.Evaluate(new CelVariables(), budget);
        Assert.True(result.IsTrue);
        Assert.InRange(result.Cost, 5_000, 20_000);
        Assert.Equal(CelBudget.PerRequestDefault - result.Cost, budget.Remaining);
        Assert.True(expression.Evaluate(new CelVariables(), new CelBudget(1000, perExpressionMax: 1000)) is { IsOverLimit: true, Error: "operation cancelled: actual cost limit exceeded" });
    }

    [Fact]
    public void Evaluation_can_be_cancelled()
    {
        var expression = CelExpression.Compile("x.all(a, x.all(b, true))", CelEnvironment.Kubernetes.With("x", CelType.List)).Expression!;
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var variables = new CelVariables().Set("x", CelValue.From(new ArrayNode([.. Enumerable.Repeat((Node)1, 1000)])));
        Assert.Throws<OperationCanceledException>(() => expression.Evaluate(variables, new CelBudget(long.MaxValue), cancelled.Token));
    }

    private static CelResult Run(string expression)
    {
        var compilation = CelExpression.Compile(expression, CelEnvironment.Kubernetes);
        Assert.True(compilation.Expression is not null, $"{expression}: {compilation.ErrorText}");
        return compilation.Expression.Evaluate(new CelVariables(), new CelBudget(CelBudget.PerRequestDefault));
    }
}
