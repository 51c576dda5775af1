using KubeSharp.ApiServer.Encryption.Ciphers;

namespace KubeSharp.ApiServer.Tests.Encryption;

public sealed class SecretboxTests
{
    private static readonly byte[] _key = Convert.FromHexString("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
    private static readonly byte[] _nonce = Convert.FromHexString("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");

    // The example of "Cryptography in NaCl".
    [Fact]
    public void A_box_is_the_one_that_NaCl_makes()
    {
        var value = Convert.FromHexString("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705");
        var box = new byte[value.Length + Secretbox.TagBytes];
        Secretbox.Seal(_key, _nonce, value, box);
        Assert.Equal("f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5", Convert.ToHexStringLower(box));
        var opened = new byte[value.Length];
        Assert.True(Secretbox.TryOpen(_key, _nonce, box, opened));
        Assert.Equal(value, opened);
    }

    // RFC 8439, section 2.5.2, and its vectors 7 to 11, in which the sum is just below, at and above the modulus.
    [Theory]
    [InlineData("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b", "43727970746f6772617068696320466f72756d2052657365617263682047726f7570", "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData("02000000000000000000000000000000ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000", "05000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101", "00000000000000000000000000000000")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
    public void A_tag_is_the_one_of_the_RFC(string key, string message, string expected)
    {
        var tag = new byte[Secretbox.TagBytes];
        Poly1305.Tag(Convert.FromHexString(key), Convert.FromHexString(message), tag);
        Assert.Equal(expected, Convert.ToHexStringLower(tag));
    }

    [Fact]
    public void A_box_of_any_length_opens_and_one_that_was_changed_does_not()
    {
        for (var length = 0; length < 200; length++)
        {
            var (value, box) = (new byte[length], new byte[length + Secretbox.TagBytes]);
            new Random(length).NextBytes(value);
            Secretbox.Seal(_key, _nonce, value, box);
            var opened = new byte[length];
            Assert.True(Secretbox.TryOpen(_key, _nonce, box, opened));
            Assert.Equal(value, opened);
            box[length / 2] ^= 1;
            Assert.False(Secretbox.TryOpen(_key, _nonce, box, opened));
        }
    }
}
