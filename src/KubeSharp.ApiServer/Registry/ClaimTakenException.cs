namespace KubeSharp.ApiServer.Registry;

/// <summary>What an object was to have is another's already, as another server has stored it.</summary>
/// <param name="claim">What (<see cref="KindRules.Claims"/>).</param>
/// <param name="owner">Uid of the object that has it.</param>
public sealed class ClaimTakenException(string claim, string owner) : Exception($"{claim} is taken by {owner}")
{
    /// <summary>What is taken.</summary>
    public string Claim { get; } = claim;
    /// <summary>Uid of the object that has it.</summary>
    public string Owner { get; } = owner;
}
