namespace KubeSharp.Controllers.Runtime;

/// <param name="Namespace">Namespace; empty: cluster-wide.</param>
/// <param name="Name">Name.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>namespace/name.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
