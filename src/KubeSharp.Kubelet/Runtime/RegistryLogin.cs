namespace KubeSharp.Kubelet.Runtime;

/// <param name="Username">User.</param>
/// <param name="Password">Password.</param>
/// <param name="Server">Registry.</param>
/// <param name="IdentityToken">Token instead of a password; empty: none.</param>
public sealed record RegistryLogin(string Username, string Password, string Server, string IdentityToken);
