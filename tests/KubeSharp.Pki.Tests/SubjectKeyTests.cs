using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Pki.Keys;

namespace KubeSharp.Pki.Tests;

/// <summary>Keys of all types, the requests that they sign and what stands against them.</summary>
public sealed class SubjectKeyTests
{
    public static TheoryData<string> Types { get; } = [.. SubjectKey.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_key_signs_its_request_and_one_changed_byte_is_noticed(string type)
    {
        var key = SubjectKey.Create(type);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", key.PrivateKeyPem, StringComparison.Ordinal);
        Assert.EndsWith("-----END PRIVATE KEY-----\n", key.PrivateKeyPem, StringComparison.Ordinal);
        Assert.True(SigningRequestDocument.Read(key.SigningRequest)!.IsSigned());
        var changed = (byte[])key.SigningRequest.Clone();
        changed[^5] ^= 1;
        Assert.False(SigningRequestDocument.Read(changed)?.IsSigned() ?? false);
        Assert.Null(SigningRequestDocument.Read([.. key.SigningRequest, 0]));
    }

    [Fact]
    public void The_private_key_is_the_one_that_the_request_shows()
    {
        var key = SubjectKey.Create("ECDSAP384");
        using var read = ECDsa.Create();
        read.ImportFromPem(key.PrivateKeyPem);
        Assert.Equal(read.ExportSubjectPublicKeyInfo(), SigningRequestDocument.Read(key.SigningRequest)!.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(384, read.KeySize);
    }

    // RFC 8032, 7.1, test 2: what OpenSSL calculates is Ed25519.
    [Fact]
    public void A_known_signature_of_Ed25519_is_verified()
    {
        var key = new PublicKey(new Oid(Ed25519Key.Identifier), null, new AsnEncodedData(Convert.FromHexString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")));
        var signature = Convert.FromHexString("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        Assert.True(PossessionProof.Holds(key, [0x72], signature));
        Assert.False(PossessionProof.Holds(key, [0x73], signature));
    }

    [Fact]
    public void Possession_is_proven_by_every_kind_of_key()
    {
        byte[] text = [.. "the-uid"u8];
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var proof = curve.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(PossessionProof.Holds(new PublicKey(curve), text, proof));
        using var rsa = RSA.Create(3072);
        proof = rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(PossessionProof.Holds(new PublicKey(rsa), text, proof));
        Assert.False(PossessionProof.Holds(new PublicKey(rsa), [.. "other"u8], proof));
        Assert.False(PossessionProof.Holds(new PublicKey(rsa), text, proof[1..]));
        var edwards = Ed25519Key.Create();
        Assert.True(PossessionProof.Holds(edwards.PublicKey, text, edwards.Sign(text)));
    }

    [Fact]
    public void A_type_that_there_is_not_is_refused() => Assert.Contains("unknown key type", Assert.Throws<CryptographicException>(static () => SubjectKey.Create("RSA1024")).Message, StringComparison.Ordinal);
}
