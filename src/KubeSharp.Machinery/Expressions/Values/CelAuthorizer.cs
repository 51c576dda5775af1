using KubeSharp.Machinery.Expressions.Libraries;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>The values of the variables <c>authorizer</c> and <c>authorizer.requestResource</c>.</summary>
public static class CelAuthorizer
{
    /// <summary>Type of <c>authorizer</c>.</summary>
    public static CelType Type => AuthorizerLibrary.Authorizer;
    /// <summary>Type of <c>authorizer.requestResource</c>.</summary>
    public static CelType ResourceType => AuthorizerLibrary.ResourceCheck;

    /// <summary>The variable's value.</summary>
    public static CelValue Of(ICelAuthorizer authorizer) => new AccessValue(AuthorizerLibrary.Authorizer, authorizer, new CelAccess());

    /// <summary>The value of <c>authorizer.requestResource</c>.</summary>
    public static CelValue OfResource(ICelAuthorizer authorizer, CelAccess resource) => new AccessValue(AuthorizerLibrary.ResourceCheck, authorizer, resource);
}
