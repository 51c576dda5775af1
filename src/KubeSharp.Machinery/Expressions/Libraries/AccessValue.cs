using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>A question to an authorizer, as far as it is put: its type says what may be added.</summary>
internal sealed class AccessValue(CelType type, ICelAuthorizer authorizer, CelAccess access) : CelOpaque(type)
{
    public CelAccess Access => access;
    public ICelAuthorizer Authorizer => authorizer;

    /// <summary>The question with something added.</summary>
    public AccessValue With(CelType next, CelAccess more) => new(next, authorizer, more);

    public override bool EqualTo(CelValue other) => ReferenceEquals(this, other);
    public override int GetHashCode() => access.GetHashCode();
}
