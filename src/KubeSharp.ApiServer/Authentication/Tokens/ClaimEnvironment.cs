using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>What expressions about tokens may name. Source: Authenticating, structured authentication configuration.</summary>
public static class ClaimEnvironment
{
    private static readonly CelType _claims = CelType.MapOf(CelType.String, CelType.Dyn);
    private static readonly CelType _user = CelType.Object("kubernetes.UserInfo", static () =>
    [
        new("username", "username", CelType.String), new("uid", "uid", CelType.String), new("groups", "groups", CelType.ListOf(CelType.String)),
        new("extra", "extra", CelType.MapOf(CelType.String, CelType.ListOf(CelType.String))),
    ]);

    /// <summary>claims: what a token says.</summary>
    public static CelEnvironment Claims { get; } = CelEnvironment.Kubernetes.With("claims", _claims);

    /// <summary>user: whom a token was mapped to.</summary>
    public static CelEnvironment User { get; } = CelEnvironment.Kubernetes.With("user", _user);

    /// <summary>The claims of a token.</summary>
    public static CelVariables Of(ObjectNode claims) => new CelVariables().Set("claims", CelValue.From(claims, _claims));

    /// <summary>A user.</summary>
    public static CelVariables Of(UserIdentity user) => new CelVariables().Set("user", CelValue.From(UserNodes.Write(user), _user));
}
