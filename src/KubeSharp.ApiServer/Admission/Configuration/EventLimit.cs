namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>A limit of events.</summary>
/// <param name="Type">Whose events count together: Server, Namespace, User, SourceAndObject.</param>
/// <param name="PerSecond">How many a second.</param>
/// <param name="Burst">How many at once.</param>
/// <param name="KeysMax">Most namespaces, users or sources that are counted; those not heard of for longest are forgotten.</param>
public sealed record EventLimit(string Type, int PerSecond, int Burst, int KeysMax);
