using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>The variables of a policy: each may name those before it. Compiled once; immutable.</summary>
public sealed class PolicyVariables
{
    private const string Name = "variables";
    private readonly ImmutableArray<CelField> _fields;
    private readonly ImmutableDictionary<string, CelCompilation> _compiled;

    private PolicyVariables(CelEnvironment environment, ImmutableArray<CelField> fields, ImmutableDictionary<string, CelCompilation> compiled, ImmutableArray<CelCompilation> inOrder) =>
        (Environment, _fields, _compiled, InOrder) = (environment, fields, compiled, inOrder);

    /// <summary>What the policy's other expressions may name.</summary>
    public CelEnvironment Environment { get; }
    /// <summary>The variables in the order of the policy.</summary>
    public ImmutableArray<CelCompilation> InOrder { get; }

    /// <summary>Compiles the items of a variables field.</summary>
    public static PolicyVariables Compile(ArrayNode variables, CelEnvironment environment)
    {
        var fields = ImmutableArray<CelField>.Empty;
        var compiled = ImmutableDictionary<string, CelCompilation>.Empty;
        var inOrder = ImmutableArray.CreateBuilder<CelCompilation>();
        environment = environment.With(Name, TypeOf(fields));
        foreach (var variable in variables)
        {
            var compilation = CelExpression.Compile(variable.Text("expression"), environment);
            inOrder.Add(compilation);
            var name = variable.Text("name");
            fields = fields.RemoveAll(f => f.Name == name).Add(new CelField(name, name, compilation.Expression?.ResultType ?? CelType.Dyn));
            compiled = compiled.SetItem(name, compilation);
            environment = environment.With(Name, TypeOf(fields));
        }
        return new(environment, fields, compiled, inOrder.ToImmutable());
    }

    /// <summary>Adds <c>variables</c>: each is evaluated when it is first asked for, at the cost of the budget.</summary>
    public CelVariables Bind(CelVariables values, CelBudget budget, CancellationToken cancellation) =>
        values.Set(Name, new PolicyVariableValues(TypeOf(_fields), _compiled, values, budget, cancellation));

    private static CelType TypeOf(ImmutableArray<CelField> fields) => CelType.Object("kubernetes.variables", () => fields);
}
